/** What the block device under a directory has read, for anybody (Documentation/block/stat.rst). */
import { blockFolderOf, mountOf } from '../machine/mounts.js';
import { SystemFiles } from '../machine/system-files.js';

/** /sys/block counts in sectors of 512 bytes, whatever the device's own are. */
const SECTOR_BYTES = 512;

/**
 * A function that reads the bytes read since boot, or undefined where there is no block device or it does not tell.
 *
 * @param directory real path on the device
 */
export function deviceReads(
  directory: string,
  files: SystemFiles = new SystemFiles(),
): () => number | undefined {
  const folder = blockFolderOf(mountOf(directory), files);
  return () => {
    const sectors = folder && files.read(`${folder}/stat`)?.trim().split(/\s+/)[2];
    return sectors === undefined || sectors === null || sectors === ''
      ? undefined
      : Number(sectors) * SECTOR_BYTES;
  };
}
