/** What other processes have used so far, from /proc. */
import { readdirSync, readFileSync } from 'node:fs';
import type { ResourceUsage } from '../../binding/addon.js';
import { sumOfUsage } from '../../measure/resources.js';

/** Fields of /proc/PID/stat after the command's name, counted from the state (proc_pid_stat(5)). */
const MINOR_FAULTS = 7;
const MAJOR_FAULTS = 9;
const USER_TICKS = 11;
const SYSTEM_TICKS = 12;

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
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const at = (index: number): number => Number(fields[index]);
  const user = at(USER_TICKS);
  const ticks = user + at(SYSTEM_TICKS);
  const totalUs = runtimeUs(id);
  const cpuUserUs = ticks === 0 ? 0 : Math.round((totalUs * user) / ticks);
  return {
    cpuUserUs,
    cpuSystemUs: totalUs - cpuUserUs,
    ...switchesOf(id),
    minorFaults: at(MINOR_FAULTS),
    majorFaults: at(MAJOR_FAULTS),
    peakRssBytes: null,
  };
}

/** CPU time of all threads: the first field of schedstat (Documentation/scheduler/sched-stats.rst). */
function runtimeUs(id: number): number {
  const threads = readdirSync(`/proc/${id}/task`);
  const ns = threads.map((thread) =>
    Number(readFileSync(`/proc/${id}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
  );
  return Math.round(ns.reduce((sum, one) => sum + one, 0) / 1000);
}

function switchesOf(id: number): Pick<ResourceUsage, 'voluntarySwitches' | 'involuntarySwitches'> {
  const status = readFileSync(`/proc/${id}/status`, 'utf8');
  const field = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+)$`, 'm').exec(status)?.[1] ?? Number.NaN);
  return {
    voluntarySwitches: field('voluntary_ctxt_switches'),
    involuntarySwitches: field('nonvoluntary_ctxt_switches'),
  };
}
