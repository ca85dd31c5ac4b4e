/** What /proc/stat says of the whole machine. */
import { expect, it } from 'vitest';
import { machineBusyMs } from '../../../harness/measure/machine-cpu.js';

it('adds what is work, and leaves out idling, waiting and what a hypervisor took', () => {
  // user nice system idle iowait irq softirq steal guest guest_nice, in ticks of 10 ms: proc_stat(5).
  const stat = 'cpu  100 20 30 5000 600 4 6 700 80 9\ncpu0 1 1 1 1 1 1 1 1 1 1\n';
  expect(machineBusyMs(stat)).toBe(1600);
});

it('knows nothing where there is no such file', () => {
  expect(machineBusyMs('')).toBeNull();
  expect(machineBusyMs('something else')).toBeNull();
});

it.skipIf(process.platform !== 'linux')('never goes back', () => {
  const before = machineBusyMs() ?? 0;
  expect(machineBusyMs()).toBeGreaterThanOrEqual(before);
});
