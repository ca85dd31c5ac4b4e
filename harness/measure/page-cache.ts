/** The cache state of a source: made warm before a copy, and proven. */
import type { Addon, Residency } from '../binding/addon.js';
import { hasCode } from '../core/errors.js';

export interface WarmState {
  /** Resident pages out of all; null where the system does not tell. */
  residentShare: number | null;
  /** What stood in the way, when not every page is resident and clean. */
  problem: string | null;
}

/**
 * Makes every page of `path` resident and clean, and looks whether it worked.
 * Reads the file only when pages are missing, syncs it only when pages are dirty.
 *
 * @param addon undefined where it is not built: the state can be made then but not proven
 */
export async function makeWarm(path: string, addon: Addon | undefined): Promise<WarmState> {
  if (!addon) return { residentShare: null, problem: 'The native addon is not built.' };
  let seen = await look(path, addon);
  if (typeof seen === 'string') return { residentShare: null, problem: seen };
  if (isWarm(seen)) return { residentShare: 1, problem: null };
  if (seen.residentPages < seen.totalPages) await addon.readThrough(path);
  // A clone or copy_file_range(2) of a dirty source would pay for its writeback.
  if (seen.dirtyPages || seen.writebackPages) await addon.syncFilesystem(path);
  seen = await addon.residency(path);
  return { residentShare: share(seen), problem: isWarm(seen) ? null : describe(seen) };
}

async function look(path: string, addon: Addon): Promise<Residency | string> {
  try {
    return await addon.residency(path);
  } catch (error) {
    if (hasCode(error, 'ENOSYS')) return 'neither cachestat(2) nor mincore(2)';
    throw error;
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
