/** When a process started: tells it from a later one that got the same number. */
import { readFact } from './proc-files.js';

/** In clock ticks since boot, field 22 of proc_pid_stat(5); null where it is gone or cannot be told. */
export function startTicks(pid: number): number | null {
  const stat = readFact(`/proc/${pid}/stat`);
  // The command name in the second field may hold spaces and parentheses.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields?.[19]);
  return Number.isFinite(ticks) ? ticks : null;
}
