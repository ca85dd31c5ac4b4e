import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { energySplit, type Split } from '../../../harness/statistics/energy-split.js';

const series = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 14 });

/** The definition, summed pair by pair. */
function byDefinition(xs: readonly number[]): Split | null {
  let best: Split | null = null;
  for (let cut = 1; cut < xs.length; cut++) {
    for (let end = cut + 1; end <= xs.length; end++) {
      const [before, after] = [xs.slice(0, cut), xs.slice(cut, end)];
      const weight = (before.length * after.length) / (before.length + after.length);
      const apart = 2 * mean(before.flatMap((x) => after.map((y) => Math.abs(x - y))));
      const divergence = weight * (apart - mean(pairs(before)) - mean(pairs(after)));
      if (divergence > (best?.divergence ?? 1e-9)) best = { index: cut, divergence };
    }
  }
  return best;
}

/** Distances between all pairs. */
function pairs(xs: readonly number[]): number[] {
  return xs.flatMap((x, i) => xs.slice(i + 1).map((y) => Math.abs(x - y)));
}

function mean(xs: readonly number[]): number {
  return xs.length === 0 ? 0 : xs.reduce((sum, x) => sum + x, 0) / xs.length;
}

describe('the best cut of a series', () => {
  it('has the largest divergence of all, by definition', () => {
    fc.assert(
      fc.property(series, (xs) => {
        const [found, expected] = [energySplit(xs), byDefinition(xs)];
        expect(found?.divergence ?? 0).toBeCloseTo(expected?.divergence ?? 0, 6);
      }),
    );
  });

  it('is where a series of the Otava tests steps first', () => {
    const before = [0.3, 2.4, 1.5, -0.9, -0.5];
    const after = [99.7, 98.3, 99.1, 149.0, 149.7, 149.5, 149.1, 148.8, 150.0];
    expect(energySplit([...before, ...after])?.index).toBe(5);
  });

  it('does not exist where nothing is apart', () => {
    expect(energySplit([3])).toBeNull();
    expect(energySplit([3, 3, 3, 3])).toBeNull();
  });

  it('grows with the unit and stays where it is', () => {
    fc.assert(
      fc.property(series, (xs) => {
        const [one, eight] = [energySplit(xs), energySplit(xs.map((x) => 8 * x))];
        expect(eight?.index).toBe(one?.index);
        expect(eight?.divergence ?? 0).toBeCloseTo(8 * (one?.divergence ?? 0), 6);
      }),
    );
  });

  it('refuses what is no number', () => {
    expect(() => energySplit([])).toThrow('xs has 0 numbers');
    expect(() => energySplit([1, NaN])).toThrow('xs[1] is NaN');
  });
});
