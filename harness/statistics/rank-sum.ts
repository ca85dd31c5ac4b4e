/** Two samples that are not paired, such as two runs: are they different, and by what factor? */
import { type Estimate, DEFAULT_CONFIDENCE, rescale } from './interval.js';
import { requireConfidence, requireNumbers, requirePositive } from './input.js';
import { type Alternative, tailBeyond } from './normal-tail.js';
import { sortedQuantile } from './quantile.js';
import { exactRank, limitsAtRank, normalRank } from './rank-interval.js';
import { rankSumCumulative, rankSumDeviation } from './rank-sum-distribution.js';
import { rank } from './ranks.js';
import { pairwiseSums } from './sorted-sums.js';

/** R's `wilcox.test` counts exactly while both samples are smaller than this. */
const EXACT_BELOW = 50;

/** The result of `rankSumTest`. */
export interface RankSumTest {
  /** The number of pairs with x > y, equal pairs counting one half; R calls it W. */
  u: number;
  /** The chance of a u at least as far from the middle, or of one at least as great, when both are alike. */
  pValue: number;
  /** Whether the p value is counted; false means normal approximation, for ties or large samples. */
  exact: boolean;
}

/**
 * The Mann-Whitney U test, which is Wilcoxon's rank-sum test (Mann and Whitney, "On a Test of
 * Whether one of Two Random Variables is Stochastically Larger than the Other", 1947), as R's
 * `wilcox.test(xs, ys, alternative)` does it: exact for fewer than 50 numbers each and no ties, otherwise by the
 * normal approximation with continuity correction and the variance corrected for ties.
 *
 * @param xs one number or more, any unit, any order
 * @param ys as `xs`, same unit
 * @param alternative `greater`: one-sided, small p when the xs are greater
 * @returns u, the p value, and whether it is exact; p is 1 when all numbers are equal, where R gives NaN
 * @throws RangeError when a list is empty or holds NaN or an infinity
 */
export function rankSumTest(
  xs: readonly number[],
  ys: readonly number[],
  alternative: Alternative = 'two-sided',
): RankSumTest {
  requireNumbers(xs, 'xs');
  requireNumbers(ys, 'ys');
  const { ranks, tieSizes } = rank([...xs, ...ys]);
  const rankSum = ranks.slice(0, xs.length).reduce((sum, r) => sum + r, 0);
  const u = rankSum - (xs.length * (xs.length + 1)) / 2;
  const pairs = xs.length * ys.length;
  if (isCountable(xs, ys) && tieSizes.every((size) => size === 1)) {
    const cumulative = rankSumCumulative(xs.length, ys.length);
    // The distribution is symmetric: u or more is as likely as pairs - u or less.
    const pValue =
      alternative === 'greater'
        ? cumulative[pairs - u]!
        : Math.min(1, 2 * cumulative[Math.min(u, pairs - u)]!);
    return { u, pValue, exact: true };
  }
  const deviation = rankSumDeviation(xs.length, ys.length, tieSizes);
  return { u, pValue: tailBeyond(u - pairs / 2, deviation, alternative), exact: false };
}

/**
 * The factor between two unpaired samples: the median of all differences ln x - ln y (Hodges and Lehmann,
 * 1963) with the interval between the k-th smallest and k-th largest of them, back on the ratio scale.
 * It is R's `wilcox.test(log(xs), log(ys), conf.int = TRUE)`: k is `qwilcox((1 - confidence) / 2, n, m)`
 * for fewer than 50 numbers each, else the normal approximation with continuity correction. With ties
 * the same k is used, where R changes the method; the closed interval then covers at least as often.
 *
 * @param xs one time or more, above 0, any unit, any order
 * @param ys as `xs`, same unit
 * @param confidence how often the interval shall cover the true factor, 0..1 exclusive
 * @returns xs / ys, without unit; null limits when there are too few (95 % needs 4 and 4, or 3 and 5)
 * @throws RangeError when a list is empty, a time is not finite and above 0, or for a confidence outside 0..1
 */
export function unpairedRatio(
  xs: readonly number[],
  ys: readonly number[],
  confidence: number = DEFAULT_CONFIDENCE,
): Estimate {
  requirePositive(xs, 'xs');
  requirePositive(ys, 'ys');
  requireConfidence(confidence);
  const differences = pairwiseSums(
    Float64Array.from(xs, Math.log).toSorted(),
    Float64Array.from(ys, (y) => -Math.log(y)).toSorted(),
  );
  const place = isCountable(xs, ys)
    ? exactRank(rankSumCumulative(xs.length, ys.length), confidence)
    : normalRank(differences.length, rankSumDeviation(xs.length, ys.length), confidence);
  const shift = { estimate: sortedQuantile(differences, 0.5), ...limitsAtRank(differences, place) };
  return rescale(shift, Math.exp);
}

function isCountable(xs: readonly number[], ys: readonly number[]): boolean {
  return xs.length < EXACT_BELOW && ys.length < EXACT_BELOW;
}
