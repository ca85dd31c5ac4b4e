/** How long work held up the event loop: all of its time when it never lets go, and its result comes through. */
import { expect, test } from 'vitest';
import { withEventLoopDelay } from '../../../harness/measure/event-loop-delay.js';

/** Keeps the thread busy; returns how long it was, in nanoseconds. */
function spin(ms: number): number {
  const startedNs = process.hrtime.bigint();
  while (process.hrtime.bigint() - startedNs < BigInt(ms * 1e6));
  return Number(process.hrtime.bigint() - startedNs);
}

test('work that never lets go is seen', async () => {
  const { result, delayMaxNs } = await withEventLoopDelay(async () => spin(100));
  expect(result).toBeGreaterThanOrEqual(100e6);
  // The histogram's timer may have been due in the middle of it.
  expect(delayMaxNs).toBeGreaterThan(50e6);
  expect(Number.isInteger(delayMaxNs)).toBe(true);
});

test('work that waits is no delay below nothing', async () => {
  const { result, delayMaxNs } = await withEventLoopDelay(() => Promise.resolve('done'));
  expect(result).toBe('done');
  expect(delayMaxNs).toBeGreaterThanOrEqual(0);
});

test('an error comes through', async () => {
  const error = new Error('from the copy');
  await expect(withEventLoopDelay(() => Promise.reject(error))).rejects.toBe(error);
});
