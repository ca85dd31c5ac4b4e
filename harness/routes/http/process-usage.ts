/** What other processes have used so far, from /proc. */
import { readdirSync, readFileSync } from 'node:fs';
import type { ResourceUsage } from '../../binding/addon.js';
import { numberIn } from '../../machine/proc-files.js';
import { type STAT_FIELD, statField } from '../../machine/process-stat.js';
import { sumOfUsage } from '../../measure/resources.js';

/**
 * Resources of these processes together, up to now.
 *
 * @returns null where /proc does not tell, or one of them is gone
 */
export function usageOfProcesses(ids: readonly number[]): ResourceUsage | null {
  try {
    return ids.map(usageOf).reduce(sumOfUsage);
  } catch {
    // No /proc, or a process that ended: nothing true can be said.
    return null;
  }
}

/** Time is exact to the nanosecond only as a sum; its halves are in the ratio of the ticks counted. */
function usageOf(id: number): ResourceUsage {
  const stat = readFileSync(`/proc/${id}/stat`, 'utf8');
  const of = (field: keyof typeof STAT_FIELD): number => told(statField(stat, field));
  const user = of('userTicks');
  const ticks = user + of('systemTicks');
  const totalUs = runtimeUs(id);
  const cpuUserUs = ticks === 0 ? 0 : Math.round((totalUs * user) / ticks);
  return {
    cpuUserUs,
    cpuSystemUs: totalUs - cpuUserUs,
    ...switchesOf(id),
    minorFaults: of('minorFaults'),
    majorFaults: of('majorFaults'),
    peakRssBytes: null,
  };
}

/** CPU time of all threads: the first field of schedstat (Documentation/scheduler/sched-stats.rst). */
function runtimeUs(id: number): number {
  const threads = readdirSync(`/proc/${id}/task`);
  const ns = threads.map((thread) =>
    told(numberIn(/^(\d+) /, readFileSync(`/proc/${id}/task/${thread}/schedstat`, 'utf8'))),
  );
  return Math.round(ns.reduce((sum, one) => sum + one, 0) / 1000);
}

function switchesOf(id: number): Pick<ResourceUsage, 'voluntarySwitches' | 'involuntarySwitches'> {
  const status = readFileSync(`/proc/${id}/status`, 'utf8');
  const field = (name: string): number =>
    told(numberIn(new RegExp(`^${name}:\\s+(\\d+)$`, 'm'), status));
  return {
    voluntarySwitches: field('voluntary_ctxt_switches'),
    involuntarySwitches: field('nonvoluntary_ctxt_switches'),
  };
}

/** @throws Error when there is no such number: of a process that ends meanwhile, files are empty */
function told(value: number | null): number {
  if (value === null) throw new Error('This kernel does not tell what a process used.');
  return value;
}
