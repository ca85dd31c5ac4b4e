/** Nothing waits for ever. */
import { describe, expect, it } from 'vitest';
import { Deadlines, deadlineMs, within } from '../../../harness/measure/deadline.js';

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

describe('deadlines that learn', () => {
  it('give a slow disk ten times as long as its slowest copy, and a fast one no less than before', () => {
    const deadlines = new Deadlines();
    expect(deadlines.copyMs(1e9)).toBe(130_000);
    deadlines.learn({ bytes: 7e6, elapsedNs: 2e6 });
    expect(deadlines.copyMs(1e9)).toBe(130_000);
    deadlines.learn({ bytes: 7e6, elapsedNs: 3.5e9 });
    expect(deadlines.copyMs(1e9)).toBe(30_000 + 5_000_000);
  });

  it('learn nothing from copies of a few bytes, whose time is of opening files', () => {
    const deadlines = new Deadlines();
    deadlines.learn({ bytes: 1, elapsedNs: 1e9 });
    expect(deadlines.copyMs(1e9)).toBe(130_000);
  });
});
