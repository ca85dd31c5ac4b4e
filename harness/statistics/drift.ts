/** Whether a series of times grows or shrinks from round to round: the Theil-Sen slope with its interval. */
import { type Estimate, DEFAULT_CONFIDENCE, rescale } from './interval.js';
import { requireConfidence, requirePositive } from './input.js';
import { sortedQuantile } from './quantile.js';
import { cumulativeShares, exactRank, limitsAtRank, normalRank } from './rank-interval.js';

/** Up to this many rounds Kendall's distribution is counted; its normal approximation is good long before. */
const EXACT_UP_TO = 50;

/** How a series of times moves. */
export interface Drift {
  /** Relative change from one round to the next, such as 0.002 for +0.2 % a round. */
  perRound: Estimate;
  /** Relative change from the first round to the last at that pace. */
  total: number;
}

/**
 * The median slope between all pairs of rounds, of the logarithm of time, with the interval between the
 * k-th smallest and k-th largest slope (Sen, "Estimates of the Regression Coefficient Based on Kendall's
 * Tau", 1968). k comes from Kendall's exact distribution up to 50 rounds (Kendall, "A New Measure of Rank
 * Correlation", 1938), beyond that from its normal approximation with continuity correction. There is a
 * drift when the interval of `perRound` leaves out 0. Equal times keep the same k, which can only widen
 * the coverage.
 *
 * @param xs two times or more in the order of the rounds, above 0, any unit
 * @param confidence how often the interval shall cover the true slope, 0..1 exclusive
 * @returns relative changes, without unit; null limits below 5 rounds at 95 %
 * @throws RangeError for fewer than two times, one not finite and above 0, or a confidence outside 0..1
 */
export function drift(xs: readonly number[], confidence: number = DEFAULT_CONFIDENCE): Drift {
  requirePositive(xs, 'xs', 2);
  requireConfidence(confidence);
  const slopes = sortedSlopes(xs.map((x) => Math.log(x)));
  const rank =
    xs.length <= EXACT_UP_TO
      ? exactRank(kendallCumulative(xs.length), confidence)
      : normalRank(slopes.length, kendallDeviation(xs.length), confidence);
  const slope = { estimate: sortedQuantile(slopes, 0.5), ...limitsAtRank(slopes, rank) };
  return {
    perRound: rescale(slope, Math.expm1),
    total: Math.expm1(slope.estimate * (xs.length - 1)),
  };
}

function sortedSlopes(ys: readonly number[]): Float64Array {
  const slopes = new Float64Array((ys.length * (ys.length - 1)) / 2);
  let next = 0;
  for (const [from, y] of ys.entries()) {
    for (let to = from + 1; to < ys.length; to++) slopes[next++] = (ys[to]! - y) / (to - from);
  }
  return slopes.toSorted();
}

/**
 * The distribution of the number of pairs in order among n numbers in random order. The n-th number forms
 * 0..n-1 ordered pairs with those before it, each as likely.
 */
function kendallCumulative(n: number): Float64Array {
  let shares = Float64Array.of(1);
  for (let size = 2; size <= n; size++) {
    const wider = new Float64Array(shares.length + size - 1);
    for (const [pairs, share] of shares.entries()) {
      for (let added = 0; added < size; added++) wider[pairs + added]! += share / size;
    }
    shares = wider;
  }
  return cumulativeShares(shares);
}

/** The standard deviation of the number of ordered pairs, sqrt(n (n - 1) (2n + 5) / 72). */
function kendallDeviation(n: number): number {
  return Math.sqrt((n * (n - 1) * (2 * n + 5)) / 72);
}
