import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  medianRatio,
  pairedLogRatios,
  pairedRatio,
} from '../../../harness/statistics/paired-ratio.js';
import { confidence, twoArms } from './arbitraries.js';

describe.each([
  ['the paired ratio', pairedRatio],
  ['the median ratio', medianRatio],
])('%s', (_name, ratio) => {
  it('does not change when both arms are scaled, and scales with one of them', () => {
    fc.assert(
      fc.property(twoArms(6), fc.double({ min: 1e-3, max: 1e3, noNaN: true }), ([a, b], factor) => {
        const { estimate, low, high } = ratio(a, b);
        const both = ratio(
          a.map((x) => x * factor),
          b.map((x) => x * factor),
        );
        expect(both.estimate / estimate).toBeCloseTo(1, 9);
        expect(both.low! / low!).toBeCloseTo(1, 9);
        const one = ratio(
          a.map((x) => x * factor),
          b,
        );
        expect(one.estimate / estimate / factor).toBeCloseTo(1, 9);
        expect(one.high! / high! / factor).toBeCloseTo(1, 9);
      }),
    );
  });

  it('is inverted when the arms are swapped', () => {
    fc.assert(
      fc.property(twoArms(6), ([a, b]) => {
        const { estimate, low, high } = ratio(a, b);
        const swapped = ratio(b, a);
        expect(swapped.estimate * estimate).toBeCloseTo(1, 9);
        expect(swapped.low! * high!).toBeCloseTo(1, 9);
        expect(swapped.high! * low!).toBeCloseTo(1, 9);
      }),
    );
  });

  it('does not depend on the order of the rounds', () => {
    fc.assert(
      fc.property(twoArms(1), ([a, b]) => {
        expect(ratio(a.toReversed(), b.toReversed())).toEqual(ratio(a, b));
      }),
    );
  });

  it('has intervals that nest with the confidence', () => {
    fc.assert(
      fc.property(twoArms(1), confidence, confidence, ([a, b], c1, c2) => {
        const narrow = ratio(a, b, Math.min(c1, c2));
        const wide = ratio(a, b, Math.max(c1, c2));
        expect(wide.low ?? 0).toBeLessThanOrEqual(narrow.low ?? 0);
        expect(wide.high ?? Infinity).toBeGreaterThanOrEqual(narrow.high ?? Infinity);
      }),
    );
  });

  it('is exactly 1 for an arm compared with itself', () => {
    const times = [3, 1, 4, 1, 5, 9, 2, 6];
    expect(ratio(times, times)).toEqual({ estimate: 1, low: 1, high: 1 });
  });

  it('has no interval at 95 % below six rounds', () => {
    expect(ratio([2, 2, 2, 2, 2], [1, 1, 1, 1, 1])).toEqual({ estimate: 2, low: null, high: null });
  });

  it('reads above 1 when the denominator is faster', () => {
    const slow = [20, 22, 19, 21, 20, 20];
    const fast = [10, 11, 9.5, 10.5, 10, 10];
    expect(ratio(slow, fast).low).toBeCloseTo(2, 12);
  });
});

describe('paired log ratios', () => {
  it('cancel a slow round that hits both arms', () => {
    expect(pairedLogRatios([2, 20], [1, 10])).toEqual([Math.LN2, expect.closeTo(Math.LN2, 12)]);
  });

  it('reject empty lists, lists of different length and times that have no logarithm', () => {
    expect(() => pairedLogRatios([], [])).toThrow('numerator has 0 numbers');
    expect(() => pairedLogRatios([1, 2], [1])).toThrow('2 rounds and denominator 1');
    expect(() => pairedLogRatios([1, 0], [1, 1])).toThrow('numerator[1] is 0');
    expect(() => pairedLogRatios([1], [-3])).toThrow('denominator[0] is -3');
    expect(() => pairedLogRatios([1], [Infinity])).toThrow('denominator[0] is Infinity');
  });
});
