/** Whether a copy had a ground to stand on: its folder, its source, and room. Asked when one has failed. */
import { stat } from 'node:fs/promises';
import { freeBytes } from '../../fixtures/space.js';
import { describeError, hasCode } from '../core/errors.js';
import { formatSize } from '../core/units.js';
import { GroundLost } from '../measure/misfortune.js';
import type { RouteSetting } from './route.js';

type Ground = Pick<RouteSetting, 'copies' | 'source' | 'sizeBytes'>;

/**
 * Looks for what would have made every strategy fail.
 *
 * @param writes whether the copy wrote a file, which is removed by now
 * @param error what the copy failed with
 * @throws GroundLost `E_DIRECTORY` when the folder of copies or the source is gone; `E_FIXTURE_SPACE` when there is
 *   less room than one copy takes
 */
export async function requireGround(
  { copies, source, sizeBytes }: Ground,
  writes: boolean,
  error: unknown,
): Promise<void> {
  const reason = `The copy in flight failed: ${describeError(error)}.`;
  for (const path of [copies, source]) {
    if (await exists(path)) continue;
    throw new GroundLost(
      'E_DIRECTORY',
      `${path} is gone: something removed it during the run, which cannot go on without it. ${reason}`,
      { cause: error },
    );
  }
  if (!writes) return;
  const free = await freeBytes(copies);
  if (free >= sizeBytes) return;
  throw new GroundLost(
    'E_FIXTURE_SPACE',
    `${formatSize(free)} are free in ${copies}, and a copy takes ${formatSize(sizeBytes)}: ` +
      `something else filled the disk during the run. ${reason} Free some space.`,
    { cause: error },
  );
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) return false;
    throw error;
  }
}
