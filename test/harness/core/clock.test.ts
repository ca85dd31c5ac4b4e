/** The system's clock never goes back, and sleeps. */
import { expect, test } from 'vitest';
import { systemClock } from '../../../harness/core/clock.js';

test('monotonic time does not go back', () => {
  const times = Array.from({ length: 1000 }, () => systemClock.monotonicNs());
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(times.every((ns) => Number.isSafeInteger(ns))).toBe(true);
});

test('sleeping lets time pass', async () => {
  const before = systemClock.monotonicNs();
  await systemClock.sleep(5);
  // A timer may fire up to a millisecond early, since libuv counts in whole ones.
  expect(systemClock.monotonicNs() - before).toBeGreaterThanOrEqual(4e6);
});

test('the date is today’s', () => {
  expect(systemClock.now().getFullYear()).toBeGreaterThan(2024);
});
