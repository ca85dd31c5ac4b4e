/** CPU time of the whole machine (proc_stat(5)): what a copy costs beside its own process is in here. */
import { readFact } from '../machine/proc-files.js';

/** USER_HZ, which /proc/stat counts in: 100 on every Linux that Node runs on (time(7)). */
const TICK_MS = 10;

/** Milliseconds that all CPUs together were busy since boot: user, nice, system, irq and softirq; null where unknown. */
export function machineBusyMs(stat = readFact('/proc/stat')): number | null {
  const fields = /^cpu\s+(?<fields>[\d ]+)/.exec(stat ?? '')?.groups?.['fields'];
  if (fields === undefined) return null;
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = fields.split(' ').map(Number);
  return (user + nice + system + irq + softirq) * TICK_MS;
}
