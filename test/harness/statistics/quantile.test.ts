import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mad, median, quantile } from '../../../harness/statistics/quantile.js';
import { times } from './arbitraries.js';
import vectors from './vectors/quantile.json' with { type: 'json' };

describe('quantiles', () => {
  it.each(vectors.cases)('agree with R for a sample like $x', ({ x, p, ...expected }) => {
    const quantiles = p.map((share) => quantile(x, share));
    expect(quantiles).toEqual(expected.quantiles.map((value) => expect.closeTo(value, 12)));
    expect(median(x)).toBeCloseTo(expected.median, 12);
    expect(mad(x)).toBeCloseTo(expected.mad, 12);
  });

  it('run from the minimum to the maximum and never fall', () => {
    fc.assert(
      fc.property(times(1), (xs) => {
        const tenths = Array.from({ length: 11 }, (_, i) => quantile(xs, i / 10));
        expect(tenths[0]).toBe(Math.min(...xs));
        expect(tenths[10]).toBe(Math.max(...xs));
        for (const [i, value] of tenths.entries()) {
          expect(value).toBeGreaterThanOrEqual((tenths[i - 1] ?? 0) * (1 - 1e-15));
        }
      }),
    );
  });

  it('leave the list they are given in its order', () => {
    const xs = [3, 1, 2];
    median(xs);
    mad(xs);
    expect(xs).toEqual([3, 1, 2]);
  });

  it('sort numbers by value, not by their text', () => {
    expect(median([10, 9, 100])).toBe(10);
  });

  it('reject an empty list, a number that is none, and a share outside 0 to 1', () => {
    expect(() => median([])).toThrow(new RangeError('xs has 0 numbers: at least 1 are needed.'));
    expect(() => median([1, Number.NaN])).toThrow('xs[1] is NaN');
    expect(() => mad([Infinity])).toThrow('xs[0] is Infinity');
    expect(() => quantile([1], 1.01)).toThrow('p is 1.01');
    expect(() => quantile([1], Number.NaN)).toThrow('p is NaN');
  });
});
