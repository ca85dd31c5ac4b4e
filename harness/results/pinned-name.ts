/** On which CPUs a run was kept, in words. */
import type { PinnedRecord } from './asked.js';

/** `workers on CPU 0, their other ends on CPUs 2-3`; `none` where nothing was asked for. */
export function pinnedName(pinned: PinnedRecord | null | undefined): string {
  if (!pinned) return 'none';
  const { workers, receiver } = pinned;
  if (workers === receiver) return `workers and their other ends ${on(workers)}`;
  return `workers ${on(workers)}, their other ends ${on(receiver)}`;
}

function on(list: string | null): string {
  if (list === null) return 'on any CPU';
  return `on ${/^\d+$/.test(list) ? 'CPU' : 'CPUs'} ${list}`;
}
