/** What a copy used is the difference of two readings, and its peak that of the copy alone. */
import { expect, test } from 'vitest';
import {
  peakRss,
  resetPeakRss,
  usageBetween,
  usageNow,
} from '../../../harness/measure/resources.js';

test('usage is the difference, field by field', () => {
  const before = usageNow();
  const after = {
    ...before,
    userCPUTime: before.userCPUTime + 1,
    systemCPUTime: before.systemCPUTime + 2,
    voluntaryContextSwitches: before.voluntaryContextSwitches + 3,
    involuntaryContextSwitches: before.involuntaryContextSwitches + 4,
    minorPageFault: before.minorPageFault + 5,
    majorPageFault: before.majorPageFault + 6,
  };
  expect(usageBetween(before, after, 7)).toEqual({
    cpuUserUs: 1,
    cpuSystemUs: 2,
    voluntarySwitches: 3,
    involuntarySwitches: 4,
    minorFaults: 5,
    majorFaults: 6,
    peakRssBytes: 7,
  });
});

test('readings never fall', () => {
  const first = usageNow();
  Buffer.alloc(8 * 2 ** 20, 1);
  const usage = usageBetween(first, usageNow(), null);
  for (const value of Object.values(usage)) expect(value ?? 0).toBeGreaterThanOrEqual(0);
  expect(usage.peakRssBytes).toBeNull();
});

test.skipIf(process.platform !== 'linux' || !resetPeakRss())(
  'the peak is that since it was set back',
  () => {
    // Where it is set back to, other threads of this process move a little.
    const slack = 16 * 2 ** 20;
    resetPeakRss();
    const before = peakRss()!;
    const touched = Buffer.alloc(64 * 2 ** 20, 1);
    expect(peakRss()! - before).toBeGreaterThan(touched.length - slack);
  },
);
