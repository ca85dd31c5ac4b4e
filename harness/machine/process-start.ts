/** When a process started: tells it from a later one that got the same number. */
import { readFact } from './proc-files.js';
import { statField } from './process-stat.js';

/** In clock ticks since boot; null where it is gone or cannot be told. */
export function startTicks(pid: number): number | null {
  const stat = readFact(`/proc/${pid}/stat`);
  return stat === null ? null : statField(stat, 'startTicks');
}
