import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drift } from '../../../harness/statistics/drift.js';
import { createRandom } from '../../../harness/statistics/random.js';
import { times } from './arbitraries.js';
import { noisyTimes, shareOf } from './noise.js';
import vectors from './vectors/drift.json' with { type: 'json' };

const HEAVY_TAILED = { sigma: 0.05, spikeShare: 0.05, spikeFactor: 5 };

function isDrifting(xs: number[]): boolean {
  const { low, high } = drift(xs).perRound;
  return low! > 0 || high! < 0;
}

describe('drift', () => {
  it('has the slope and limits that the Kendall distribution of R gives', () => {
    for (const { x, estimate, low, high } of vectors.cases) {
      const { perRound } = drift(x);
      expect(perRound.estimate, `estimate of ${x.length}`).toBeCloseTo(estimate, 12);
      expect(perRound.low, `low of ${x.length}`).toBeCloseTo(low, 12);
      expect(perRound.high, `high of ${x.length}`).toBeCloseTo(high, 12);
    }
  });

  it('reads a steady growth of 1 % a round exactly', () => {
    const { perRound, total } = drift(Array.from({ length: 11 }, (_, i) => 100 * 1.01 ** i));
    expect(perRound.estimate).toBeCloseTo(0.01, 12);
    expect(perRound.low).toBeCloseTo(0.01, 12);
    expect(total).toBeCloseTo(1.01 ** 10 - 1, 12);
  });

  it('is not found in noise more often than 5 %, with spikes, in short and in long series', () => {
    for (const [rounds, trials] of [
      [8, 2000],
      [20, 2000],
      [60, 500],
    ] as const) {
      const random = createRandom(`no drift ${rounds}`);
      const alarms = shareOf(trials, () => isDrifting(noisyTimes(random, rounds, 1, HEAVY_TAILED)));
      expect(alarms, `${rounds} rounds`).toBeLessThan(0.065);
    }
  });

  it('of 1 % a round is found in 20 noisy rounds', () => {
    const random = createRandom('drift');
    const found = shareOf(200, () =>
      isDrifting(noisyTimes(random, 20, 1, HEAVY_TAILED).map((x, i) => x * 1.01 ** i)),
    );
    expect(found).toBeGreaterThan(0.8);
  });

  it('does not depend on the unit and turns round with the series', () => {
    fc.assert(
      fc.property(times(5), (xs) => {
        const slope = Math.log1p(drift(xs).perRound.estimate);
        const seconds = drift(xs.map((x) => x / 1e9));
        expect(Math.log1p(seconds.perRound.estimate)).toBeCloseTo(slope, 9);
        const backwards = drift(xs.toReversed());
        expect(Math.log1p(backwards.perRound.estimate)).toBeCloseTo(-slope, 9);
      }),
    );
  });

  it('has no interval at 95 % below five rounds', () => {
    expect(drift([1, 2, 4, 8]).perRound).toEqual({
      estimate: expect.closeTo(1, 12),
      low: null,
      high: null,
    });
    expect(drift([1, 2, 4, 8, 16]).perRound.low).toBeCloseTo(1, 12);
  });

  it('is zero for equal times', () => {
    expect(drift([5, 5, 5, 5, 5, 5])).toEqual({
      perRound: { estimate: 0, low: 0, high: 0 },
      total: 0,
    });
  });

  it('rejects a single round and times that have no logarithm', () => {
    expect(() => drift([1])).toThrow('xs has 1 numbers: at least 2 are needed.');
    expect(() => drift([1, 0])).toThrow('xs[1] is 0');
  });
});
