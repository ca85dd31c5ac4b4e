/** The Wilcoxon signed-rank test: could paired differences be centred at zero? */
import { requireNumbers } from './input.js';
import { type Alternative, tailBeyond } from './normal-tail.js';
import { rank } from './ranks.js';
import { EXACT_UP_TO, signedRankCumulative } from './signed-rank.js';

/** The result of `signedRankTest`. */
export interface SignedRankTest {
  /** The sum of the ranks of the positive differences; R calls it V. */
  v: number;
  /** The chance of a v at least as far from the middle, or of one at least as great, when the centre is 0. */
  pValue: number;
  /** Whether the p value is counted; false means normal approximation, for ties, zeros or over 50 differences. */
  exact: boolean;
}

/**
 * The signed-rank test (Wilcoxon, "Individual Comparisons by Ranking Methods", 1945) as R's
 * `wilcox.test(ds, alternative, exact = n <= 50)` does it: zeros are dropped; exact up to 50 differences
 * without zeros and ties among their sizes, otherwise by the normal approximation with continuity
 * correction and the variance corrected for ties.
 *
 * @param ds one difference or more, any unit, any order
 * @param alternative `greater`: one-sided, small p when the differences are greater than 0
 * @returns v, the p value, and whether it is exact; p is 1 when all differences are 0
 * @throws RangeError when `ds` is empty or holds NaN or an infinity
 */
export function signedRankTest(
  ds: readonly number[],
  alternative: Alternative = 'two-sided',
): SignedRankTest {
  requireNumbers(ds, 'ds');
  const kept = ds.filter((d) => d !== 0);
  const n = kept.length;
  const { ranks, tieSizes } = rank(kept.map(Math.abs));
  const v = kept.reduce((sum, d, index) => (d > 0 ? sum + ranks[index]! : sum), 0);
  const sum = (n * (n + 1)) / 2;
  if (n === ds.length && n <= EXACT_UP_TO && tieSizes.every((size) => size === 1)) {
    const cumulative = signedRankCumulative(n);
    // The distribution is symmetric: v or more is as likely as sum - v or less.
    const pValue =
      alternative === 'greater'
        ? cumulative[sum - v]!
        : Math.min(1, 2 * cumulative[Math.min(v, sum - v)]!);
    return { v, pValue, exact: true };
  }
  const ties = tieSizes.reduce((total, size) => total + (size ** 3 - size), 0);
  const deviation = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24 - ties / 48);
  return { v, pValue: tailBeyond(v - sum / 2, deviation, alternative), exact: false };
}
