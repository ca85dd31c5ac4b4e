/** How the Mann-Whitney count is distributed when two samples are alike: counted exactly, and its deviation. */
import { cumulativeShares } from './rank-interval.js';

const cumulativeBySizes = new Map<string, Float64Array>();

/**
 * R `pwilcox(0:(n * m), n, m)`: of all ways to choose n of the ranks 1..n+m, the share whose sum exceeds
 * the smallest one by at most u. Counted by offering one rank after the other to every partial choice.
 *
 * @param n size of one sample, at least 1
 * @param m size of the other; the distribution is the same with the two swapped
 * @returns the probability of a count of at most u, for u = 0..n*m
 */
export function rankSumCumulative(n: number, m: number): Float64Array {
  const key = `${Math.min(n, m)},${Math.max(n, m)}`;
  const known = cumulativeBySizes.get(key);
  if (known) return known;
  const cumulative = cumulativeShares(countChoices(Math.min(n, m), Math.max(n, m)));
  cumulativeBySizes.set(key, cumulative);
  return cumulative;
}

/**
 * The standard deviation of the Mann-Whitney count, corrected for ties as in Lehmann, "Nonparametrics:
 * Statistical Methods Based on Ranks" (1975), section 1.4, and in R's `wilcox.test`.
 *
 * @param n size of one sample
 * @param m size of the other
 * @param tieSizes the sizes of the groups of equal numbers in both samples together; none: no ties
 */
export function rankSumDeviation(n: number, m: number, tieSizes: readonly number[] = []): number {
  const total = n + m;
  const ties = tieSizes.reduce((sum, size) => sum + (size ** 3 - size), 0);
  return Math.sqrt(((n * m) / 12) * (total + 1 - ties / (total * (total - 1))));
}

/**
 * `choices[taken][u]`: ways to take that many ranks so far with that excess. The j-th rank taken adds its
 * distance from j, so the excess never passes n * m.
 */
function countChoices(n: number, m: number): Float64Array {
  const choices = Array.from({ length: n + 1 }, () => new Float64Array(n * m + 1));
  choices[0]![0] = 1;
  for (let rank = 1; rank <= n + m; rank++) {
    for (let taken = Math.min(rank, n); taken >= Math.max(1, rank - m); taken--) {
      addShifted(choices[taken]!, choices[taken - 1]!, rank - taken);
    }
  }
  return choices[n]!;
}

function addShifted(target: Float64Array, source: Float64Array, shift: number): void {
  for (let u = shift; u < target.length; u++) target[u]! += source[u - shift]!;
}
