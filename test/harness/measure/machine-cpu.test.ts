/** What /proc/stat says of the whole machine. */
import { expect, it } from 'vitest';
import { busyMs, machineCpu, machineCpuBetween } from '../../../harness/measure/machine-cpu.js';

// user nice system idle iowait irq softirq steal guest guest_nice, in ticks of 10 ms: proc_stat(5).
const STAT = 'cpu  100 20 30 5000 600 4 6 700 80 9\ncpu0 1 1 1 1 1 1 1 1 1 1\n';
const READ = { userMs: 1200, systemMs: 340, softirqMs: 60 };

it('tells programs, kernel and soft interrupts, and leaves out idling, waiting and what a hypervisor took', () => {
  expect(machineCpu(STAT)).toEqual(READ);
  expect(busyMs(READ)).toBe(1600);
});

it('knows nothing where there is no such file', () => {
  expect(machineCpu('')).toBeNull();
  expect(machineCpu('something else')).toBeNull();
  expect(machineCpu(`cpu  100 20 ${'9'.repeat(400)} 5000 600 4 6 700 80 9\n`)).toBeNull();
});

it('is added between two readings, and never less than nothing', () => {
  const later = { userMs: 1230, systemMs: 330, softirqMs: 60 };
  expect(machineCpuBetween(READ, later)).toEqual({ userMs: 30, systemMs: 0, softirqMs: 0 });
  expect(machineCpuBetween(null, READ)).toBeNull();
  expect(machineCpuBetween(READ, null)).toBeNull();
});

it.skipIf(process.platform !== 'linux')('is told by this machine, and grows', () => {
  const before = machineCpu();
  const after = machineCpu();
  expect(after).not.toBeNull();
  expect(after!.userMs + after!.systemMs).toBeGreaterThanOrEqual(before!.userMs + before!.systemMs);
});
