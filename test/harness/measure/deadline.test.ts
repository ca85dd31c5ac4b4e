/** Nothing waits for ever. */
import { expect, it } from 'vitest';
import { deadlineMs, within } from '../../../harness/measure/deadline.js';

it.each([
  [0, 30_000],
  [7e6, 30_700],
  [1e9, 130_000],
])('gives %i bytes 30 s and a second for every 10 MB', (sizeBytes, ms) => {
  expect(deadlineMs(sizeBytes)).toBe(ms);
});

const late = (): Error => new Error('too late');

it('passes on what comes in time, and rejects when the time is over', async () => {
  expect(await within(Promise.resolve('in time'), 1000, late)).toBe('in time');
  await expect(within(new Promise(() => undefined), 5, late)).rejects.toThrow('too late');
});
