/** The cache state of a source: made warm or cold before a copy, and proven. */
import { writeFile } from 'node:fs/promises';
import type { Addon, Residency } from '../binding/addon.js';
import { describeError, hasCode } from '../core/errors.js';

export interface CacheProof {
  /** Resident pages out of all; null where the system does not tell. */
  residentShare: number | null;
  /** What stood in the way, when the state was not reached. */
  problem: string | null;
}

/**
 * Makes every page of `path` resident and clean, and looks whether it worked.
 * Reads the file only when pages are missing, syncs it only when pages are dirty.
 *
 * @param addon undefined where it is not built: the state can be made then but not proven
 */
export async function makeWarm(path: string, addon: Addon | undefined): Promise<CacheProof> {
  if (!addon) return { residentShare: null, problem: 'The native addon is not built.' };
  let seen = await look(path, addon);
  if (typeof seen === 'string') return { residentShare: null, problem: seen };
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
  const refused = dropCaches ? await dropAll(path, addon) : null;
  let seen: Residency | string = 'nothing was asked';
  for (let drops = 0; drops < DROPS; drops++) {
    await addon.dropPages(path);
    seen = await look(path, addon);
    if (typeof seen === 'string') return { residentShare: null, problem: seen };
    if (seen.residentPages > 0) continue;
    if (seen.method !== 'nowait') return { residentShare: 0, problem: refused };
    await addon.dropPages(path);
    return { residentShare: null, problem: ONLY_BY_READING };
  }
  const left = typeof seen === 'string' ? seen : describe(seen);
  const residentShare = typeof seen === 'string' ? null : share(seen);
  return { residentShare, problem: refused === null ? left : `${left}; ${refused}` };
}

/** Drops every clean page, dentry and inode of the machine (proc_sys_vm(5)). Returns why it could not. */
async function dropAll(path: string, addon: Addon): Promise<string | null> {
  await addon.syncFilesystem(path);
  try {
    await writeFile('/proc/sys/vm/drop_caches', '3');
    return null;
  } catch (error) {
    return `caches were not dropped: ${describeError(error)}`;
  }
}

async function look(path: string, addon: Addon): Promise<Residency | string> {
  try {
    const seen = await addon.residency(path);
    const isSure = seen.residentPages > 0 || seen.totalPages === 0 || seen.method !== 'cachestat';
    return isSure ? seen : await lookBelow(seen, path, addon);
  } catch (error) {
    // EOPNOTSUPP is of RWF_NOWAIT, which not every filesystem knows.
    if (!hasCode(error, 'ENOSYS') && !hasCode(error, 'EOPNOTSUPP')) throw error;
    return 'neither cachestat(2) nor mincore(2) nor preadv2(2) tells what is in memory';
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
