/** Where a series is best cut in two: the divergence of E-divisive, from the distances between its numbers. */
import { requireNumbers } from './input.js';

/** A place to cut a series. */
export interface Split {
  /** Index of the first number after the cut. */
  readonly index: number;
  /** How far the numbers before it are from some of those after it; above 0, in the unit of the series. */
  readonly divergence: number;
}

/**
 * The cut with the largest divergence Q between x[0..t) and x[t..k), over all t and k (Matteson and James,
 * "A Nonparametric Approach for Multiple Change Point Analysis of Multivariate Data", 2014, equations 7
 * to 9, with alpha = 1): twice the mean distance across the cut less the mean distances on either side of
 * it, times the harmonic weight nm / (n + m). The right side may end before the series does, so that a
 * second step does not hide the first.
 *
 * @param xs numbers of any unit, in order
 * @returns null when nothing is further apart across a cut than within its sides
 * @throws RangeError when `xs` is empty or holds NaN or an infinity
 */
export function energySplit(xs: readonly number[]): Split | null {
  requireNumbers(xs, 'xs');
  const below = distancesBelow(xs);
  let best: Split | null = null;
  let left = 0;
  for (let cut = 1; cut < xs.length; cut++) {
    left += below(cut - 1, cut - 1);
    let [across, right] = [0, 0];
    for (let last = cut; last < xs.length; last++) {
      across += below(last, cut);
      right += below(last, last) - below(last, cut);
      const divergence = weigh({ across, left, right }, cut, last + 1 - cut);
      if (divergence > (best?.divergence ?? 0)) best = { index: cut, divergence };
    }
  }
  return best;
}

/** The sum of the distances between x[i] and the numbers before x[j], for j up to i; all of them in one array. */
function distancesBelow(xs: readonly number[]): (i: number, j: number) => number {
  const width = xs.length;
  const sums = new Float64Array(width * width);
  for (let i = 1; i < width; i++) {
    for (let j = 1; j <= i; j++)
      sums[i * width + j] = sums[i * width + j - 1]! + Math.abs(xs[i]! - xs[j - 1]!);
  }
  return (i, j) => sums[i * width + j]!;
}

/** Sums of distances to the divergence; a side of one number has no distances within. */
function weigh(
  { across, left, right }: { across: number; left: number; right: number },
  n: number,
  m: number,
): number {
  const within = (n > 1 ? (m * left) / (n - 1) : 0) + (m > 1 ? (n * right) / (m - 1) : 0);
  return (2 * (across - within)) / (n + m);
}
