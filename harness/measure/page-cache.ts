/** The cache state of a source: made warm or cold before a copy, and proven. */
import { open, writeFile } from 'node:fs/promises';
import type { Addon, Residency } from '../binding/addon.js';
import { describeError, hasCode, isSystemError } from '../core/errors.js';

export interface CacheProof {
  /** Resident pages out of all; null where the system does not tell. */
  residentShare: number | null;
  /** What stood in the way, when the state was not reached. */
  problem: string | null;
  /** Why the caches of the whole machine were not dropped, where that was asked for; else absent. */
  notDropped?: string;
}

/**
 * Makes every page of `path` resident and clean, and looks whether it worked.
 * Reads the file only when pages are missing, syncs it only when pages are dirty or that cannot be seen.
 *
 * @param addon undefined where it is not built: the state can be made then but not proven
 */
export async function makeWarm(path: string, addon: Addon | undefined): Promise<CacheProof> {
  if (!addon) return { residentShare: null, problem: 'The native addon is not built.' };
  let seen = await look(path, addon);
  if (typeof seen === 'string') return { residentShare: null, problem: seen };
  // Only cachestat(2) tells which pages are dirty. None is after a sync, which is cheap where none was before.
  const unsynced = seen.dirtyPages === null ? await sync(path) : null;
  if (unsynced !== null) return { residentShare: share(seen), problem: unsynced };
  if (isWarm(seen)) return { residentShare: 1, problem: null };
  if (seen.residentPages < seen.totalPages) await addon.readThrough(path);
  // A clone or copy_file_range(2) of a dirty source would pay for its writeback.
  if (seen.dirtyPages || seen.writebackPages) await addon.syncFilesystem(path);
  seen = await look(path, addon);
  if (typeof seen === 'string') return { residentShare: null, problem: seen };
  return { residentShare: share(seen), problem: isWarm(seen) ? null : describe(seen) };
}

/** That a page is absent can be told by asking for it alone, and then it is being read already. */
const ONLY_BY_READING =
  'neither cachestat(2) nor mincore(2) tells of this file, and a look by preadv2(2) reads what is missing';

/** How often dropping is tried: a page that is being read ahead or written back stays the first time. */
const DROPS = 3;
const DROP_CACHES = '/proc/sys/vm/drop_caches';

/**
 * Makes the page cache hold nothing of `path`, and looks whether it worked.
 *
 * @param dropCaches whether all caches of the machine may be dropped for it, which takes root
 */
export async function makeCold(
  path: string,
  addon: Addon | undefined,
  dropCaches: boolean,
): Promise<CacheProof> {
  if (!addon) return { residentShare: null, problem: 'The native addon is not built.' };
  const notDropped = dropCaches ? await dropAll(path, addon) : null;
  const proof = await dropFile(path, addon);
  return notDropped === null ? proof : { ...proof, notDropped };
}

/** Drops the pages of one file, which takes no privileges. */
async function dropFile(path: string, addon: Addon): Promise<CacheProof> {
  let left: CacheProof = { residentShare: null, problem: 'nothing was asked' };
  for (let drops = 0; drops < DROPS; drops++) {
    await addon.dropPages(path);
    const seen = await look(path, addon);
    if (typeof seen === 'string') return { residentShare: null, problem: seen };
    left = { residentShare: share(seen), problem: describe(seen) };
    if (seen.residentPages > 0) continue;
    if (seen.method !== 'nowait') return { residentShare: 0, problem: null };
    await addon.dropPages(path);
    return { residentShare: null, problem: ONLY_BY_READING };
  }
  return left;
}

/** Drops every clean page, dentry and inode of the machine (proc_sys_vm(5)). Returns why it could not. */
async function dropAll(path: string, addon: Addon): Promise<string | null> {
  await addon.syncFilesystem(path);
  try {
    await writeFile(DROP_CACHES, '3');
    return null;
  } catch (error) {
    return `${DROP_CACHES} was not written to: ${describeError(error)}`;
  }
}

/** Puts the content of a file on the disk. Returns why it could not. */
async function sync(path: string): Promise<string | null> {
  const file = await open(path, 'r');
  try {
    await file.datasync();
    return null;
  } catch (error) {
    return `whether pages are dirty is not told, and the source cannot be synced: ${describeError(error)}`;
  } finally {
    await file.close();
  }
}

/** What the kernel says of asking, where it does not answer: not there, or not for us, as in some containers. */
const ASKING = new Set(['cachestat', 'mincore', 'preadv2']);

async function look(path: string, addon: Addon): Promise<Residency | string> {
  try {
    const seen = await addon.residency(path);
    const isSure = seen.residentPages > 0 || seen.totalPages === 0 || seen.method !== 'cachestat';
    return isSure ? seen : await lookBelow(seen, path, addon);
  } catch (error) {
    // EOPNOTSUPP is of RWF_NOWAIT, which not every filesystem knows.
    if (hasCode(error, 'ENOSYS') || hasCode(error, 'EOPNOTSUPP'))
      return 'neither cachestat(2) nor mincore(2) nor preadv2(2) tells what is in memory';
    if (isSystemError(error) && ASKING.has(error.syscall))
      return `the page cache cannot be asked: ${describeError(error)}`;
    throw error;
  }
}

/** overlayfs keeps pages with the file below, where cachestat(2) does not look and a mapping does. */
async function lookBelow(seen: Residency, path: string, addon: Addon): Promise<Residency> {
  try {
    const mapped = await addon.residency(path, 'mincore');
    return mapped.residentPages > 0 ? mapped : seen;
  } catch (error) {
    if (!hasCode(error, 'EPERM')) throw error;
    return addon.residency(path, 'nowait');
  }
}

function isWarm({ residentPages, totalPages, dirtyPages, writebackPages }: Residency): boolean {
  return residentPages >= totalPages && !dirtyPages && !writebackPages;
}

function share({ residentPages, totalPages }: Residency): number {
  return totalPages === 0 ? 1 : Math.min(1, residentPages / totalPages);
}

function describe({ residentPages, totalPages, dirtyPages, writebackPages }: Residency): string {
  const dirty = (dirtyPages ?? 0) + (writebackPages ?? 0);
  return `${residentPages} of ${totalPages} pages resident, ${dirty} dirty or under writeback`;
}
