import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  pairwiseSums,
  walshAverages,
  type Ordered,
} from '../../../harness/statistics/sorted-sums.js';

const few = { minLength: 1, maxLength: 40 };
const finite = fc.double({ noNaN: true, min: -1e6, max: 1e6 });
// Whole numbers make ties, which the bisection has to end at.
const numbers = fc.oneof(fc.array(finite, few), fc.array(fc.integer({ min: -3, max: 3 }), few));

const ascending = (xs: readonly number[]): Float64Array => Float64Array.from(xs).toSorted();
// -0 and 0 are the same sum.
const all = (sums: Ordered): number[] =>
  Array.from({ length: sums.length }, (_, index) => (sums.at(index) ?? Number.NaN) + 0);

describe('the sums of two lists', () => {
  it('are those that adding up and sorting give', () => {
    fc.assert(
      fc.property(numbers, numbers, (xs, ys) => {
        const sums = xs.flatMap((x) => ys.map((y) => x + y));
        expect(all(pairwiseSums(ascending(xs), ascending(ys)))).toEqual(
          [...ascending(sums)].map((sum) => sum + 0),
        );
      }),
    );
  });

  it('end at both ends', () => {
    const sums = pairwiseSums(ascending([1, 2]), ascending([10]));
    expect([sums.length, sums.at(-1), sums.at(0), sums.at(1), sums.at(2)]).toEqual([
      2,
      undefined,
      11,
      12,
      undefined,
    ]);
  });
});

describe('Walsh averages', () => {
  it('are those of all pairs, each once', () => {
    fc.assert(
      fc.property(numbers, (ds) => {
        const averages = ds.flatMap((d, i) => ds.slice(i).map((other) => d / 2 + other / 2));
        expect(all(walshAverages(ascending(ds)))).toEqual(
          [...ascending(averages)].map((average) => average + 0),
        );
      }),
    );
  });

  it('of many equal numbers are that number', () => {
    expect(walshAverages(new Float64Array(500).fill(0.3)).at(60_000)).toBe(0.3);
  });
});
