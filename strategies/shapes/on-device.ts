/** A strategy that asks something of a block device: unsupported where there is none under the directory. */
import { realpath } from 'node:fs/promises';
import { blockFolderOf, mountOf } from '../../harness/machine/mounts.js';
import type { Strategy } from '../strategy.js';

/**
 * `strategy`, unsupported on filesystems in memory or on a network, which answer O_DIRECT without a disk.
 *
 * @param end which of its files has to be on a device
 */
export function onDevice(end: 'source' | 'destination', strategy: Strategy): Strategy {
  return {
    ...strategy,
    available: async (context) => {
      const { directory, sourceDirectory = directory } = context;
      const place = end === 'source' ? sourceDirectory : directory;
      const folder = blockFolderOf(mountOf(await realpath(place)));
      if (folder !== undefined) return strategy.available(context);
      return { available: false, reason: 'there is no block device under this directory' };
    },
  };
}
