/** CPU time that the hypervisor gave to others (proc_stat(5), field `steal`). */
import { numberIn, readFact } from '../machine/proc-files.js';

/** USER_HZ, which /proc/stat counts in: 100 on every Linux that Node runs on (time(7)). */
const TICK_MS = 10;

/** Steal time of all CPUs together since boot, in milliseconds, or null where unknown. */
export function stealMs(stat = readFact('/proc/stat')): number | null {
  const steal = numberIn(/^cpu\s+(?:\d+\s+){7}(\d+)/, stat);
  return steal === null ? null : steal * TICK_MS;
}
