import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hodgesLehmann } from '../../../harness/statistics/signed-rank.js';
import { confidence } from './arbitraries.js';
import approximate from './vectors/signed-rank-approximate.json' with { type: 'json' };
import exact from './vectors/signed-rank-exact.json' with { type: 'json' };

const differences = (minLength: number, maxLength = 24) =>
  fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength, maxLength });

describe('the Hodges-Lehmann estimate and the signed-rank interval', () => {
  it('agree with the exact wilcox.test of R for 6 to 50 differences', () => {
    for (const { x, confidence: asked, rEstimate, low, high } of exact.cases) {
      const result = hodgesLehmann(x, asked);
      expect(result.estimate, `estimate of ${x.length} at ${asked}`).toBeCloseTo(rEstimate, 12);
      expect(result.low, `low of ${x.length} at ${asked}`).toBeCloseTo(low, 12);
      expect(result.high, `high of ${x.length} at ${asked}`).toBeCloseTo(high, 12);
    }
    const sizes = exact.cases.filter((one) => one.confidence === 0.95).map(({ x }) => x.length);
    expect(sizes).toEqual(Array.from({ length: 45 }, (_, i) => i + 6));
  });

  it('agree beyond 50 differences with the normal approximation of R', () => {
    for (const { x, estimate, low, high } of approximate.cases) {
      const result = hodgesLehmann(x);
      expect(result.estimate).toBeCloseTo(estimate, 12);
      expect(result.low).toBeCloseTo(low, 9);
      expect(result.high).toBeCloseTo(high, 9);
    }
  });

  it.each([
    [6, 1],
    [8, 4],
    [10, 9],
    [12, 14],
    [20, 53],
    [30, 138],
  ])('take for %i differences the Walsh average number %i from each end', (n, rank) => {
    // Powers of two in a wide row: no two Walsh averages are equal.
    const ds = Array.from({ length: n }, (_, i) => 2 ** i);
    const walsh = ds.flatMap((a, i) => ds.slice(i).map((b) => (a + b) / 2));
    const sorted = walsh.toSorted((a, b) => a - b);
    const { low, high } = hodgesLehmann(ds);
    expect(low).toBe(sorted[rank - 1]);
    expect(high).toBe(sorted.at(-rank));
  });

  it('give no interval at 95 % for five differences or fewer, where R would warn', () => {
    expect(hodgesLehmann([1, 2, 3, 4, 5])).toEqual({ estimate: 3, low: null, high: null });
    expect(hodgesLehmann([7])).toEqual({ estimate: 7, low: null, high: null });
    expect(hodgesLehmann([1, 2, 3, 4, 5], 0.9).low).not.toBeNull();
  });

  it('keep zeros and ties, and have no width when all differences are equal', () => {
    expect(hodgesLehmann([0, 0, 0, 0, 0, 0, 0, 0])).toEqual({ estimate: 0, low: 0, high: 0 });
    expect(hodgesLehmann([-1, 0, 0, 0, 0, 1, 1, 1])).toEqual({
      estimate: 0.25,
      low: -0.5,
      high: 1,
    });
  });

  it('change sign with the differences, move with a shift and do not mind the order', () => {
    fc.assert(
      fc.property(differences(6), fc.double({ min: -3, max: 3, noNaN: true }), (ds, shift) => {
        const { estimate, low, high } = hodgesLehmann(ds);
        const mirrored = hodgesLehmann(ds.map((d) => -d));
        expect(mirrored.estimate).toBeCloseTo(-estimate, 12);
        expect(mirrored.low).toBeCloseTo(-high!, 12);
        const moved = hodgesLehmann(ds.map((d) => d + shift));
        expect(moved.estimate).toBeCloseTo(estimate + shift, 12);
        expect(moved.low).toBeCloseTo(low! + shift, 12);
        expect(hodgesLehmann(ds.toReversed())).toEqual({ estimate, low, high });
      }),
    );
  });

  it('contain the estimate and grow with the confidence', () => {
    fc.assert(
      fc.property(differences(1, 60), confidence, confidence, (ds, a, b) => {
        const narrow = hodgesLehmann(ds, Math.min(a, b));
        const wide = hodgesLehmann(ds, Math.max(a, b));
        expect(narrow.low ?? -Infinity).toBeLessThanOrEqual(narrow.estimate);
        expect(narrow.high ?? Infinity).toBeGreaterThanOrEqual(narrow.estimate);
        expect(wide.low ?? -Infinity).toBeLessThanOrEqual(narrow.low ?? -Infinity);
        expect(wide.high ?? Infinity).toBeGreaterThanOrEqual(narrow.high ?? Infinity);
      }),
    );
  });

  it('are not moved far by one wild difference among twelve', () => {
    const ds = [0.01, -0.02, 0.03, 0.0, 0.02, -0.01, 0.015, 0.005, -0.005, 0.025, -0.015];
    const { estimate, low, high } = hodgesLehmann([...ds, 50]);
    expect(Math.abs(estimate)).toBeLessThan(0.03);
    expect([low! > -0.02, high! < 0.03]).toEqual([true, true]);
  });

  it('reject an empty list, NaN and a confidence that is none', () => {
    expect(() => hodgesLehmann([])).toThrow('ds has 0 numbers');
    expect(() => hodgesLehmann([1, Number.NaN])).toThrow('ds[1] is NaN');
    expect(() => hodgesLehmann([1], 0)).toThrow('confidence is 0');
  });
});
