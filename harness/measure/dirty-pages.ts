/** Keeps dirty pages below what makes the kernel write them back, or throttle writers, during a copy. */
import type { Addon } from '../binding/addon.js';
import type { Clock } from '../core/clock.js';
import { memoryField, readNumber } from '../machine/proc-files.js';

/** Dirty and writeback bytes of the machine (proc_meminfo(5)), or null where unknown. */
export function dirtyBytes(): number | null {
  const dirty = memoryField('Dirty');
  const writeback = memoryField('Writeback');
  return dirty === null || writeback === null ? null : dirty + writeback;
}

/**
 * Where the kernel starts writing back by itself, in bytes, or null where unknown.
 * vm.dirty_background_bytes, else vm.dirty_background_ratio percent of available memory
 * (Documentation/admin-guide/sysctl/vm.rst).
 */
export function backgroundThreshold(): number | null {
  const bytes = readNumber('/proc/sys/vm/dirty_background_bytes');
  if (bytes) return bytes;
  const ratio = readNumber('/proc/sys/vm/dirty_background_ratio');
  const available = memoryField('MemAvailable');
  return ratio === null || available === null ? null : (available * ratio) / 100;
}

/** Dirty bytes that other programs make all the time; waiting for less would be waiting for ever. */
const FLOOR_BYTES = 16 * 2 ** 20;
/** How long a machine may take to calm down, and how often it is looked at. */
const SETTLE_TIMEOUT_MS = 30_000;
const POLL_MS = 20;

/**
 * What may be dirty before a copy of `sizeBytes`, so that the copy itself stays below the threshold;
 * never more than a quarter of the threshold, never less than 16 MiB.
 */
export function dirtyBound(sizeBytes: number, threshold: number): number {
  return Math.max(FLOOR_BYTES, Math.min(threshold / 4, threshold - sizeBytes));
}

/** What is looked at. */
export interface Memory {
  dirtyBytes(): number | null;
  backgroundThreshold(): number | null;
}

interface Surroundings {
  addon: Pick<Addon, 'syncFilesystem'> | undefined;
  clock: Clock;
  memory?: Memory;
}

export interface Settled {
  /** Dirty bytes once settled, or null where unknown. */
  dirtyBytesBefore: number | null;
  timedOut: boolean;
  /** Nothing was waited for, since it is not known what is dirty, or how much may be. */
  unknown: boolean;
}

/**
 * Waits, and syncs the filesystem under test, until few enough pages are dirty for a copy of `sizeBytes`.
 *
 * @param directory on the filesystem under test
 */
export async function settle(
  directory: string,
  sizeBytes: number,
  { addon, clock, memory = { dirtyBytes, backgroundThreshold } }: Surroundings,
): Promise<Settled> {
  const threshold = memory.backgroundThreshold();
  let dirty = memory.dirtyBytes();
  if (threshold === null || dirty === null)
    return { dirtyBytesBefore: dirty, timedOut: false, unknown: true };
  const bound = dirtyBound(sizeBytes, threshold);
  const startedNs = clock.monotonicNs();
  if (dirty > bound) await addon?.syncFilesystem(directory);
  while ((dirty = memory.dirtyBytes()) !== null && dirty > bound) {
    if (clock.monotonicNs() - startedNs > SETTLE_TIMEOUT_MS * 1e6) {
      return { dirtyBytesBefore: dirty, timedOut: true, unknown: false };
    }
    await clock.sleep(POLL_MS);
  }
  return { dirtyBytesBefore: dirty, timedOut: false, unknown: dirty === null };
}
