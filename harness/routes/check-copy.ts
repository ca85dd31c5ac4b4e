/** Checks what a strategy left at the destination: its size always, its bytes when asked. */
import { lstat } from 'node:fs/promises';
import type { Addon } from '../binding/addon.js';
import { hasCode, HarnessError } from '../core/errors.js';
import type { Leaves } from '../../strategies/strategy.js';
import { firstDifference } from './compare-files.js';

export interface Copied {
  source: string;
  destination: string;
  sizeBytes: number;
  leaves: Leaves;
}

/** Room that the filesystem keeps for the destination, and null where there is none. */
export interface Size {
  allocatedBytes: number | null;
}

/** Bytes that have to stand at the destination; null: no file at all. */
function expectedSize({ leaves, sizeBytes }: Copied): number | null {
  if (leaves === 'none') return null;
  return leaves === 'empty' ? 0 : sizeBytes;
}

/**
 * Whether the right number of bytes arrived.
 *
 * @returns what they take on the filesystem
 * @throws HarnessError `E_SHORT_COPY` with the size found and the size expected
 */
export async function checkSize(copied: Copied): Promise<Size> {
  const expected = expectedSize(copied);
  const { sizeBytes: found, allocatedBytes } = await sizeOf(copied.destination);
  if (found === expected) return { allocatedBytes };
  throw new HarnessError(
    'E_SHORT_COPY',
    `The destination ${found === null ? 'does not exist' : `has ${found} bytes`}; ` +
      `it should ${expected === null ? 'not exist' : `have ${expected}`}.`,
  );
}

/**
 * Whether the right bytes arrived.
 *
 * @param addon undefined where it is not built; the comparison is slower then
 * @throws HarnessError `E_WRONG_BYTES` with the offset of the first wrong byte
 */
export async function checkContent(copied: Copied, addon: Addon | undefined): Promise<void> {
  const { source, destination } = copied;
  const at = addon
    ? (await addon.compareFiles(source, destination)).firstDifference
    : await firstDifference(source, destination);
  if (at === -1) return;
  throw new HarnessError(
    'E_WRONG_BYTES',
    `The copy differs from its source at byte ${at} of ${copied.sizeBytes}. ` +
      'None of this strategy is reported; check the kernel, the filesystem and the memory of this machine.',
  );
}

/** st_blocks counts in units of 512 bytes, whatever the filesystem's own are (stat(3type)). */
const BLOCK_BYTES = 512;

/** lstat: a symbolic link at the destination would be none of a strategy's business. */
async function sizeOf(path: string): Promise<Size & { sizeBytes: number | null }> {
  try {
    const { size, blocks } = await lstat(path);
    return { sizeBytes: size, allocatedBytes: blocks * BLOCK_BYTES };
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return { sizeBytes: null, allocatedBytes: null };
    throw error;
  }
}
