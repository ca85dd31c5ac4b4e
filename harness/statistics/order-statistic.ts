/** The median with the exact interval between two order statistics: no assumption on the noise at all. */
import { type Estimate, DEFAULT_CONFIDENCE } from './interval.js';
import { requireConfidence, requireNumbers } from './input.js';
import { sortedQuantile } from './quantile.js';
import { cumulativeShares, exactRank, limitsAtRank } from './rank-interval.js';

/**
 * The median and the k-th smallest and k-th largest sample around it, where k is `qbinom((1 -
 * confidence) / 2, n, 1/2)` in R: as many samples lie below the true median as coins show heads.
 * (Conover, "Practical Nonparametric Statistics", 3rd ed. 1999, section 3.2; the interval benchstat
 * prints.) At 95 % it needs 6 samples; 20 give (6, 15), which cover 95.9 %.
 *
 * With ties the limits stay order statistics: a count of samples below the median can only shrink when
 * some equal it, so the closed interval covers at least as often as asked. It may then have no width.
 *
 * @param xs one number or more, any unit, any order
 * @param confidence how often the interval shall cover the true median, 0..1 exclusive
 * @returns in the unit of `xs`; null limits when there are too few samples
 * @throws RangeError when `xs` is empty or holds NaN or an infinity, or for a confidence outside 0..1
 */
export function medianInterval(
  xs: readonly number[],
  confidence: number = DEFAULT_CONFIDENCE,
): Estimate {
  requireNumbers(xs, 'xs');
  requireConfidence(confidence);
  const sorted = Float64Array.from(xs).toSorted();
  const rank = exactRank(fairCoinCumulative(sorted.length), confidence);
  return { estimate: sortedQuantile(sorted, 0.5), ...limitsAtRank(sorted, rank) };
}

/**
 * The distribution of heads among n tosses (R `pbinom(0:n, n, 1/2)`). The weights go outward from 1 in
 * the middle, C(n, i-1) / C(n, i) = i / (n - i + 1), so that no n is too large: far tails become 0.
 */
function fairCoinCumulative(n: number): Float64Array {
  const weights = new Float64Array(n + 1);
  const middle = Math.floor(n / 2);
  weights[middle] = 1;
  for (let i = middle; i >= 1; i--) weights[i - 1] = (weights[i]! * i) / (n - i + 1);
  for (let i = middle; i < n; i++) weights[i + 1] = (weights[i]! * (n - i)) / (i + 1);
  return cumulativeShares(weights);
}
