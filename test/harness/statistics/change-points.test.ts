import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CHANGE_POINT_DEFAULTS,
  changePoints,
  type ChangePointOptions,
} from '../../../harness/statistics/change-points.js';
import { createRandom } from '../../../harness/statistics/random.js';
import { noisyTimes, shareOf } from './noise.js';
import vectors from './vectors/otava.json' with { type: 'json' };

const seriesByName: Readonly<Record<string, readonly number[]>> = vectors.series;

function indexesOf(xs: readonly number[], options: Partial<ChangePointOptions> = {}): number[] {
  return changePoints(xs, { ...CHANGE_POINT_DEFAULTS, ...options }).map(({ index }) => index);
}

describe('steps in a series', () => {
  it.each(vectors.cases)('by the rules of Otava are those of $test', (promised) => {
    const { series, window, maxPValue, minMagnitude, indexes } = promised;
    const options = { window, maxPValue, minMagnitude, rules: 'otava' as const };
    expect(indexesOf(seriesByName[series]!, options)).toEqual(indexes);
  });

  it.each(vectors.cases)('by our rules are some of those of $test', (promised) => {
    const { series, window, maxPValue, minMagnitude, indexes } = promised;
    const found = indexesOf(seriesByName[series]!, { window, maxPValue, minMagnitude });
    expect(indexes).toEqual(expect.arrayContaining(found));
  });

  it('come with their size and their p value', () => {
    const [step, ...others] = changePoints([10, 11, 10, 11, 20, 21, 20, 22], CHANGE_POINT_DEFAULTS);
    expect(others).toEqual([]);
    expect(step).toMatchObject({ index: 4, ratio: 83 / 42 });
    // t.test(c(10, 11, 10, 11), c(20, 21, 20, 22), var.equal = TRUE)$p.value in R.
    expect(step!.pValue / 1.695665e-6).toBeCloseTo(1, 3);
  });

  it('smaller than the least magnitude are none', () => {
    const xs = [10, 10.1, 10, 10.1, 10, 10.4, 10.5, 10.4, 10.5, 10.4];
    expect(indexesOf(xs)).toEqual([5]);
    expect(indexesOf(xs, { minMagnitude: 0.03 })).toEqual([5]);
    expect(indexesOf(xs, { minMagnitude: 0.05 })).toEqual([]);
  });

  it('need three numbers, and numbers that differ', () => {
    expect(indexesOf([])).toEqual([]);
    expect(indexesOf([1])).toEqual([]);
    expect(indexesOf([1, 2])).toEqual([]);
    expect(indexesOf([5, 5, 5, 5, 5])).toEqual([]);
    expect(indexesOf([5, 5, 5, 7, 7, 7])).toEqual([3]);
  });

  it('do not depend on the unit', () => {
    const times = fc.array(fc.integer({ min: 90, max: 110 }), { minLength: 3, maxLength: 60 });
    fc.assert(
      fc.property(times, (xs) => {
        const doubled = xs.map((x) => (x < 100 ? x : 2 * x));
        expect(indexesOf(doubled.map((x) => x * 1024))).toEqual(indexesOf(doubled));
      }),
    );
  });

  it('are found wherever they are, in a series of many windows', () => {
    const random = createRandom('steps');
    const quiet = (n: number, centre: number) => noisyTimes(random, n, centre, { sigma: 0.02 });
    const xs = [...quiet(130, 100), ...quiet(170, 90), ...quiet(200, 100)];
    expect(indexesOf(xs, { minMagnitude: 0.02 })).toEqual([130, 300]);
  });

  it('are rare where there are none', () => {
    const random = createRandom('no steps');
    const found = shareOf(200, () => {
      return (
        indexesOf(noisyTimes(random, 100, 1, { sigma: 0.05 }), { minMagnitude: 0.02 }).length > 0
      );
    });
    // A search among many places at p < 0.001 each.
    expect(found).toBeLessThan(0.1);
  });

  it('are refused for numbers and options that are none', () => {
    expect(() => indexesOf([1, -1])).toThrow('xs[1] is -1');
    expect(() => indexesOf([1], { window: 1 })).toThrow('window is 1');
    expect(() => indexesOf([1], { maxPValue: 2 })).toThrow('maxPValue is 2');
  });
});
