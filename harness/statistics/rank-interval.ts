/**
 * From the distribution of a rank count to an interval: which order statistics of a sorted list bound its
 * centre.
 *
 * Four intervals here share one argument. Sort N numbers (the samples, the Walsh averages, the
 * differences between two samples, the slopes between rounds) and count how many lie below the true
 * centre. The distribution of that count is known, symmetric on 0..N and free of the shape of the
 * noise, so the k-th smallest and the k-th largest number bound the centre with a known probability.
 */
import { normalQuantile } from './normal.js';
import type { Ordered } from './sorted-sums.js';

/** R takes ten machine epsilons off a tail before comparing (`qsignrank.c`, `qwilcox.c`). */
const R_FUZZ = 10 * Number.EPSILON;

/**
 * The rank k for an exact count: R's `qsignrank`, `qwilcox` or `qbinom` at (1 - confidence) / 2, taken
 * as 1 when it is 0, as `wilcox.test` does. Where R then warns that the confidence is not achievable,
 * there is no interval here.
 *
 * @param cumulative element i is the probability of a count of at most i, i = 0..N
 * @param confidence 0..1, exclusive
 * @returns k, counted from 1, or null when even the whole range has less than that confidence
 */
export function exactRank(cumulative: Float64Array, confidence: number): number | null {
  const tail = (1 - confidence) / 2;
  const rank = Math.max(
    1,
    cumulative.findIndex((share) => share >= tail - R_FUZZ),
  );
  return cumulative[rank - 1]! > tail + R_FUZZ ? null : rank;
}

/**
 * The rank k by normal approximation with continuity correction: the smallest k whose count is not
 * rejected, k >= N/2 - 1/2 - z * sigma. It is the order statistic at which the root search of R's
 * `wilcox.test(exact = FALSE, conf.int = TRUE)` ends when there are no ties.
 *
 * @param length N, the length of the sorted list
 * @param sigma the standard deviation of the count
 * @param confidence 0..1, exclusive
 * @returns k, counted from 1, or null when the list is too short for that confidence
 */
export function normalRank(length: number, sigma: number, confidence: number): number | null {
  const z = -normalQuantile((1 - confidence) / 2);
  const rank = Math.ceil(length / 2 - 0.5 - z * sigma);
  return rank < 1 ? null : rank;
}

/**
 * @param sorted N numbers, ascending
 * @param rank k from `exactRank` or `normalRank`
 * @returns the k-th smallest and the k-th largest number, or nulls for a null rank
 */
export function limitsAtRank(
  sorted: Ordered,
  rank: number | null,
): { low: number | null; high: number | null } {
  if (rank === null) return { low: null, high: null };
  return { low: sorted.at(rank - 1)!, high: sorted.at(sorted.length - rank)! };
}

/**
 * @param weights how often each count 0..N occurs, in any unit
 * @returns the probability of a count of at most i, for each i
 */
export function cumulativeShares(weights: Float64Array): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let below = 0;
  return weights.map((weight) => (below += weight) / total);
}
