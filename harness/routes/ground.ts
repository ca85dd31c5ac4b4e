/** Whether a copy had a ground to stand on: its folder, its source, room, and the filesystem that the run began on. */
import { stat } from 'node:fs/promises';
import { freeBytes } from '../../fixtures/space.js';
import { describeError, hasCode, HarnessError } from '../core/errors.js';
import { formatSize } from '../core/units.js';
import type { MountChange } from '../machine/mount-watch.js';
import { GroundLost } from '../measure/misfortune.js';
import type { RouteSetting } from './route.js';

type Mounted = Pick<RouteSetting, 'mounts' | 'doubt' | 'endsWithGround'>;
type Ground = Mounted & Pick<RouteSetting, 'copies' | 'source' | 'sizeBytes'>;

/**
 * Looks for what would have made every strategy fail.
 *
 * @param writes whether the copy wrote a file, which is removed by now
 * @param error what the copy failed with
 * @throws GroundLost `E_DIRECTORY` when the folder of copies or the source is gone, lies on another filesystem, or on
 *   one that takes no more writes; `E_FIXTURE_SPACE` when there is less room than one copy takes
 */
export async function requireGround(
  ground: Ground,
  writes: boolean,
  error: unknown,
): Promise<void> {
  const { copies, source, sizeBytes } = ground;
  requireMounts(ground, error);
  const reason = reasonOf(error);
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

/**
 * Looks whether source and copies still lie on the filesystem that the run began on. Other mount options are a doubt,
 * since copies go on: they are made under other conditions from then on.
 *
 * @param error what the copy failed with; absent when it went well, and was perhaps made on another filesystem
 * @throws GroundLost, or HarnessError where a lost ground does not end the run: `E_DIRECTORY` when it is another
 *   filesystem, or takes no more writes
 */
export function requireMounts(
  { mounts = [], doubt, endsWithGround }: Mounted,
  error?: unknown,
): void {
  for (const change of mounts.flatMap((watch) => watch.changes())) {
    if (change.what === 'options') {
      doubt(
        'mount-changed',
        `${change.path} was remounted during the run, ${change.difference}: ` +
          'not all copies were made under the conditions that the record names.',
      );
      continue;
    }
    const Lost = endsWithGround ? GroundLost : HarnessError;
    throw new Lost('E_DIRECTORY', `${lossOf(change)} ${reasonOf(error)}`, { cause: error });
  }
}

function lossOf(change: Exclude<MountChange, { what: 'options' }>): string {
  if (change.what === 'read-only')
    return (
      `${change.path} takes no more writes (${change.difference}): it was remounted during the run, or its ` +
      'filesystem did that itself after an error, of which dmesg(1) tells. Mount it as it was.'
    );
  const { path, before, now } = change;
  const where = now === null ? 'another filesystem than it did' : `${now}, and lay on ${before}`;
  return (
    `${path} lies on ${where} when the run began: something was mounted or unmounted there, and copies on two ` +
    'filesystems are no one measurement. Mount it as it was.'
  );
}

function reasonOf(error: unknown): string {
  return error === undefined
    ? 'The copy in flight does not count.'
    : `The copy in flight failed: ${describeError(error)}.`;
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
