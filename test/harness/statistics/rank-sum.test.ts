import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rankSumTest, unpairedRatio } from '../../../harness/statistics/rank-sum.js';
import { confidence, times } from './arbitraries.js';
import tests from './vectors/rank-sum.json' with { type: 'json' };
import oneSided from './vectors/rank-sum-greater.json' with { type: 'json' };
import ratios from './vectors/unpaired-ratio.json' with { type: 'json' };

const cubes = (zs: number[]) => zs.map((z) => z ** 3);

describe('the rank-sum test', () => {
  it('agrees with wilcox.test of R: exact, with ties, and for large samples', () => {
    for (const { x, y, u, pValue, exact } of tests.cases) {
      const result = rankSumTest(x, y);
      expect([result.u, result.exact], `${x.length} and ${y.length}`).toEqual([u, exact]);
      expect(result.pValue / pValue, `${x.length} and ${y.length}`).toBeCloseTo(1, 9);
    }
    expect(new Set(tests.cases.map(({ exact }) => exact))).toEqual(new Set([true, false]));
  });

  it('agrees with wilcox.test of R when it is one-sided', () => {
    for (const { x, y, u, pValue } of oneSided.cases) {
      const result = rankSumTest(x, y, 'greater');
      expect(result.u, `${x.length} and ${y.length}`).toBe(u);
      expect(result.pValue / pValue, `${x.length} and ${y.length}`).toBeCloseTo(1, 9);
    }
  });

  it('says when it is not exact: for ties, and from 50 numbers on', () => {
    const many = Array.from({ length: 50 }, (_, i) => i);
    expect(rankSumTest([1, 2], [3, 4]).exact).toBe(true);
    expect(rankSumTest([1, 2], [2, 4]).exact).toBe(false);
    expect(rankSumTest(many, [0.5]).exact).toBe(false);
  });

  it('finds nothing when all numbers are equal, where R gives NaN', () => {
    expect(rankSumTest([1, 1, 1], [1, 1])).toEqual({ u: 3, pValue: 1, exact: false });
  });

  it('has the same p value and the opposite u when the samples are swapped', () => {
    fc.assert(
      fc.property(times(1), times(1), (xs, ys) => {
        const forth = rankSumTest(xs, ys);
        const back = rankSumTest(ys, xs);
        expect(back.u).toBe(xs.length * ys.length - forth.u);
        expect(back.pValue).toBeCloseTo(forth.pValue, 12);
        expect(forth.pValue).toBeGreaterThan(0);
        expect(forth.pValue).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('depends on ranks only', () => {
    fc.assert(
      fc.property(times(1), times(1), (xs, ys) => {
        expect(rankSumTest(cubes(xs), cubes(ys))).toEqual(rankSumTest(xs, ys));
      }),
    );
  });

  it('rejects empty samples and numbers that are none', () => {
    expect(() => rankSumTest([], [1])).toThrow('xs has 0 numbers');
    expect(() => rankSumTest([1], [Number.NaN])).toThrow('ys[0] is NaN');
  });
});

describe('the unpaired ratio', () => {
  it('agrees with wilcox.test of R on logarithms', () => {
    for (const { x, y, confidence: asked, estimate, low, high } of ratios.cases) {
      const result = unpairedRatio(x, y, asked);
      const title = `${x.length} and ${y.length} at ${asked}`;
      expect(result.estimate, title).toBeCloseTo(estimate, 9);
      expect(result.low, title).toBeCloseTo(low, 9);
      expect(result.high, title).toBeCloseTo(high, 9);
    }
  });

  it('has no interval at 95 % for three samples against three', () => {
    expect(unpairedRatio([2, 2, 2], [1, 1, 1])).toEqual({ estimate: 2, low: null, high: null });
    expect(unpairedRatio([2, 2, 2, 2], [1, 1, 1, 1])).toEqual({ estimate: 2, low: 2, high: 2 });
  });

  it('is inverted when the samples are swapped and scales with the samples', () => {
    fc.assert(
      fc.property(times(4), times(4), (xs, ys) => {
        const { estimate, low, high } = unpairedRatio(xs, ys);
        const swapped = unpairedRatio(ys, xs);
        expect(swapped.estimate * estimate).toBeCloseTo(1, 9);
        expect(swapped.low! * high!).toBeCloseTo(1, 9);
        const tripled = unpairedRatio(
          xs.map((x) => 3 * x),
          ys,
        );
        expect(tripled.low! / low!).toBeCloseTo(3, 9);
      }),
    );
  });

  it('has intervals that nest with the confidence', () => {
    fc.assert(
      fc.property(times(1), times(1), confidence, confidence, (xs, ys, a, b) => {
        const narrow = unpairedRatio(xs, ys, Math.min(a, b));
        const wide = unpairedRatio(xs, ys, Math.max(a, b));
        expect(wide.low ?? 0).toBeLessThanOrEqual(narrow.low ?? 0);
        expect(wide.high ?? Infinity).toBeGreaterThanOrEqual(narrow.high ?? Infinity);
      }),
    );
  });

  it('rejects times that have no logarithm', () => {
    expect(() => unpairedRatio([1, 0], [1])).toThrow('xs[1] is 0');
    expect(() => unpairedRatio([1], [])).toThrow('ys has 0 numbers');
  });
});
