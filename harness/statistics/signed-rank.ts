/** The centre of paired differences with its exact Wilcoxon signed-rank interval: the primary statistic. */
import { type Estimate, DEFAULT_CONFIDENCE } from './interval.js';
import { requireConfidence, requireNumbers } from './input.js';
import { sortedQuantile } from './quantile.js';
import { cumulativeShares, exactRank, limitsAtRank, normalRank } from './rank-interval.js';
import { walshAverages } from './sorted-sums.js';

/**
 * Up to this many differences the distribution is counted exactly: 2^50 sign patterns still are whole
 * numbers in a double, and R's `wilcox.test` turns to the normal approximation at the same place.
 */
export const EXACT_UP_TO = 50;

const cumulativeBySize = new Map<number, Float64Array>();

/**
 * The Hodges-Lehmann estimate (the median of all Walsh averages (d_i + d_j) / 2, i <= j) and the interval
 * between the k-th smallest and k-th largest Walsh average. (Hodges and Lehmann, "Estimates of Location
 * Based on Rank Tests", 1963; Hollander, Wolfe and Chicken, "Nonparametric Statistical Methods", 3rd ed.
 * 2014, sections 3.2 and 3.3.) Assumes that the differences scatter symmetrically about their centre.
 *
 * Up to 50 differences k is exact, `qsignrank((1 - confidence) / 2, n)`, and the result is that of R's
 * `wilcox.test(ds, conf.int = TRUE, exact = TRUE)`. Beyond 50, k comes from the normal approximation
 * with continuity correction, and the limits are those of R's `exact = FALSE` to its root tolerance.
 * At 95 % it needs 6 differences: with fewer the limits are null, where R gives the range and a warning.
 *
 * Zeros and ties are kept as they are, where R drops zeros and leaves the exact distribution. Equal
 * Walsh averages can only pull the count of those below the centre towards the middle, so the closed
 * interval covers at least as often as asked. Differences that are all equal give a width of 0.
 *
 * @param ds one difference or more, any unit (here logarithms of ratios), any order
 * @param confidence how often the interval shall cover the true centre, 0..1 exclusive
 * @returns in the unit of `ds`; null limits when there are too few differences
 * @throws RangeError when `ds` is empty or holds NaN or an infinity, or for a confidence outside 0..1
 */
export function hodgesLehmann(
  ds: readonly number[],
  confidence: number = DEFAULT_CONFIDENCE,
): Estimate {
  requireNumbers(ds, 'ds');
  requireConfidence(confidence);
  const averages = walshAverages(Float64Array.from(ds).toSorted());
  const rank =
    ds.length <= EXACT_UP_TO
      ? exactRank(signedRankCumulative(ds.length), confidence)
      : normalRank(averages.length, signedRankDeviation(ds.length), confidence);
  return { estimate: sortedQuantile(averages, 0.5), ...limitsAtRank(averages, rank) };
}

/**
 * R `psignrank(0:N, n)`: how often a rank sum comes out when each of the ranks 1..n has a random sign,
 * counted by adding one rank after the other.
 */
export function signedRankCumulative(n: number): Float64Array {
  const known = cumulativeBySize.get(n);
  if (known) return known;
  const patterns = new Float64Array((n * (n + 1)) / 2 + 1);
  patterns[0] = 1;
  for (let rank = 1; rank <= n; rank++) {
    for (let sum = patterns.length - 1; sum >= rank; sum--) patterns[sum]! += patterns[sum - rank]!;
  }
  const cumulative = cumulativeShares(patterns);
  cumulativeBySize.set(n, cumulative);
  return cumulative;
}

/** The standard deviation of the signed-rank sum without ties, sqrt(n (n + 1) (2n + 1) / 24). */
function signedRankDeviation(n: number): number {
  return Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24);
}
