import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rateInterval } from '../../../harness/statistics/proportion.js';
import vectors from './vectors/rate-interval.json' with { type: 'json' };

describe('the interval of a rate', () => {
  it('agrees with binom.test of R', () => {
    for (const { count, trials, low, high } of vectors.cases) {
      const found = rateInterval(count, trials);
      expect(found.estimate).toBe(count / trials);
      expect(found.low).toBeCloseTo(low, 8);
      expect(found.high).toBeCloseTo(high, 8);
    }
  });

  it('mirrors when hits and misses are swapped', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 0, max: 500 }), (n, c) => {
        const count = Math.min(n, c);
        const [hits, misses] = [rateInterval(count, n), rateInterval(n - count, n)];
        expect(hits.low).toBeCloseTo(1 - (misses.high ?? Number.NaN), 8);
        expect(hits.high).toBeCloseTo(1 - (misses.low ?? Number.NaN), 8);
      }),
    );
  });

  it('rejects more hits than trials, and no trial', () => {
    expect(() => rateInterval(2, 1)).toThrow('count is 2');
    expect(() => rateInterval(0, 0)).toThrow('trials is 0');
  });
});
