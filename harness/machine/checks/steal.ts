/** CPU time that the hypervisor gave to others since boot (proc_stat(5)). */
import { formatPercent } from '../../core/units.js';
import { defineCheck, doubt, good, unknown } from './check.js';

/** Where a copy in fifty is visibly late. */
const WORTH_A_DOUBT = 0.02;

export default defineCheck({
  name: 'steal',
  label: 'steal time',
  why: 'A copy that loses its CPU to another guest takes longer for no reason of its own.',
  look({ files }) {
    const line = /^cpu\s+([\d ]+)$/m.exec(files.read('/proc/stat') ?? '')?.[1];
    // user nice system idle iowait irq softirq steal; guest time after them is in user already.
    const ticks = line?.trim().split(/\s+/).map(Number).slice(0, 8) ?? [];
    const steal = ticks[7];
    if (steal === undefined || !ticks.every(Number.isSafeInteger))
      return unknown('/proc/stat does not tell');
    const busy = ticks.reduce((sum, n) => sum + n, 0) - (ticks[3] ?? 0) - (ticks[4] ?? 0);
    const share = busy === 0 ? 0 : steal / busy;
    const value = `${formatPercent(share)} of the CPU time wanted since boot`;
    if (share < WORTH_A_DOUBT) return good(value);
    return doubt(value, 'Measure when the host is quieter, or on a machine with CPUs of its own.');
  },
});
