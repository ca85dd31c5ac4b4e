/** A strategy that asks something of a block device: unsupported where there is none under the directory. */
import { realpath } from 'node:fs/promises';
import { blockFolderOf, mountOf } from '../../harness/machine/mounts.js';
import type { Strategy } from '../strategy.js';

/** `strategy`, unsupported on filesystems in memory or on a network, which answer O_DIRECT without a disk. */
export function onDevice(strategy: Strategy): Strategy {
  return {
    ...strategy,
    available: async (context) => {
      const folder = blockFolderOf(mountOf(await realpath(context.directory)));
      if (folder !== undefined) return strategy.available(context);
      return { available: false, reason: 'there is no block device under this directory' };
    },
  };
}
