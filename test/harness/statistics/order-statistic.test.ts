import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { medianInterval } from '../../../harness/statistics/order-statistic.js';
import { confidence, times } from './arbitraries.js';
import vectors from './vectors/order-statistic.json' with { type: 'json' };

describe('the interval of a median', () => {
  it('lies between the order statistics that R gives for every size up to 40', () => {
    for (const { n, confidence: asked, rank } of vectors.cases) {
      const oneToN = Array.from({ length: n }, (_, i) => i + 1);
      const expected = rank === 0 ? [null, null] : [rank, n + 1 - rank];
      const { low, high } = medianInterval(oneToN, asked);
      expect([n, asked, low, high]).toEqual([n, asked, ...expected]);
    }
  });

  it('does not exist at 95 % for five samples or fewer', () => {
    expect(medianInterval([1, 2, 3, 4, 5])).toEqual({ estimate: 3, low: null, high: null });
    expect(medianInterval([1, 2, 3, 4, 5, 6])).toEqual({ estimate: 3.5, low: 1, high: 6 });
  });

  it('reaches the confidence exactly where the whole range just does', () => {
    expect(medianInterval([1, 2, 3, 4, 5, 6], 1 - 2 / 64).low).toBe(1);
    expect(medianInterval([1, 2, 3, 4, 5, 6], 1 - 2 / 64 + 1e-9).low).toBeNull();
  });

  it('has no width when all samples are equal, and stays an order statistic with ties', () => {
    expect(medianInterval(Array(8).fill(7))).toEqual({ estimate: 7, low: 7, high: 7 });
    expect(medianInterval([1, 1, 1, 2, 2, 2, 2, 9])).toEqual({ estimate: 2, low: 1, high: 9 });
  });

  it('holds for a thousand samples and more', () => {
    const xs = Array.from({ length: 4001 }, (_, i) => i + 1);
    // qbinom(0.025, 4001, 0.5) in R is 1939.
    expect(medianInterval(xs)).toEqual({ estimate: 2001, low: 1939, high: 4002 - 1939 });
  });

  it('contains the median and grows with the confidence', () => {
    fc.assert(
      fc.property(times(1), confidence, confidence, (xs, a, b) => {
        const narrow = medianInterval(xs, Math.min(a, b));
        const wide = medianInterval(xs, Math.max(a, b));
        expect(narrow.low ?? -Infinity).toBeLessThanOrEqual(narrow.estimate);
        expect(narrow.high ?? Infinity).toBeGreaterThanOrEqual(narrow.estimate);
        expect(wide.low ?? -Infinity).toBeLessThanOrEqual(narrow.low ?? -Infinity);
        expect(wide.high ?? Infinity).toBeGreaterThanOrEqual(narrow.high ?? Infinity);
      }),
    );
  });

  it('rejects an empty sample and a confidence that is none', () => {
    expect(() => medianInterval([])).toThrow(RangeError);
    expect(() => medianInterval([1], 1)).toThrow('confidence is 1');
    expect(() => medianInterval([1], 95)).toThrow('confidence is 95');
  });
});
