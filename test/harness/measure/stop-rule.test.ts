/** Enough is measured when intervals are narrow or time is spent; each reason on its own. */
import { describe, expect, test } from 'vitest';
import { stopReason, type StopQuestion } from '../../../harness/measure/stop-rule.js';
import { fakeSample } from '../../fakes/samples.js';

/** Samples of a reference and of an arm twice as fast, give or take `spread`. */
function samples(rounds: number, spread: number) {
  return Array.from({ length: rounds }, (_, i) => [
    fakeSample('reference', i + 1, 2000),
    fakeSample('arm', i + 1, 1000 * (1 + spread * Math.cos(i * 1.9))),
  ]).flat();
}

/** A question whose answer is to go on. */
function question(changes: Partial<StopQuestion> = {}): StopQuestion {
  return {
    samples: samples(8, 0.5),
    compared: ['arm'],
    reference: 'reference',
    rounds: 8,
    limits: { min: 6, max: 12 },
    precision: 0.03,
    remainingNs: 1e9,
    totalRemainingNs: 1e9,
    nextBlockNs: 1e6,
    ...changes,
  };
}

describe('stopReason', () => {
  test('goes on while an interval is wide and there is time', () => {
    expect(stopReason(question())).toBeUndefined();
  });

  test('stops at narrow intervals', () => {
    expect(stopReason(question({ samples: samples(8, 0.01) }))).toBe('precise');
  });

  test('takes half the interval on the log scale for its width', () => {
    const wide = question({ samples: samples(8, 0.05) });
    expect(stopReason({ ...wide, precision: 0.001 })).toBeUndefined();
    expect(stopReason({ ...wide, precision: 0.2 })).toBe('precise');
  });

  test('is not content with fewer than the fewest rounds, however narrow', () => {
    const early = { samples: samples(4, 0), rounds: 4, precision: 1 };
    expect(stopReason(question(early))).toBeUndefined();
    expect(stopReason(question({ ...early, remainingNs: -1 }))).toBeUndefined();
  });

  test('stops at the last round before anything else', () => {
    expect(stopReason(question({ rounds: 12, totalRemainingNs: -1 }))).toBe('rounds');
    expect(stopReason(question({ rounds: 13 }))).toBe('rounds');
  });

  test.each<[string, Partial<StopQuestion>]>([
    ['its share', { remainingNs: 0.9e6 }],
    ['the whole budget', { totalRemainingNs: 0.9e6 }],
    ['the whole budget, at the first block', { totalRemainingNs: 0.9e6, rounds: 0 }],
  ])('stops when %s would not hold the next block', (_, changes) => {
    expect(stopReason(question(changes))).toBe('budget');
  });

  test('goes on when the next block just fits', () => {
    expect(stopReason(question({ remainingNs: 1e6, totalRemainingNs: 1e6 }))).toBeUndefined();
  });

  test('wants every arm to be precise', () => {
    const both = [
      ...samples(8, 0.001),
      ...[1, 2, 3, 4, 5, 6, 7, 8].map((round) =>
        fakeSample('slow', round, 5000 * (1 + (round % 3))),
      ),
    ];
    expect(stopReason(question({ samples: both }))).toBe('precise');
    expect(stopReason(question({ samples: both, compared: ['arm', 'slow'] }))).toBeUndefined();
  });

  test('calls nothing precise that has no reference, or no samples', () => {
    expect(stopReason(question({ reference: 'gone', precision: 1 }))).toBeUndefined();
    expect(stopReason(question({ compared: ['arm', 'absent'], precision: 1 }))).toBeUndefined();
  });

  test('has nothing to wait for when nothing is compared', () => {
    expect(stopReason(question({ compared: [] }))).toBe('precise');
  });
});
