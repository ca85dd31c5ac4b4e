/** How much slower or faster something became, and whether that is more than a margin. */
import { type Estimate } from './interval.js';
import { requirePositive } from './input.js';
import { pairedLogRatios, pairedRatio } from './paired-ratio.js';
import { rankSumTest, unpairedRatio } from './rank-sum.js';
import { signedRankTest } from './signed-rank-test.js';

/** A change between two lists of times, or of ratios. */
export interface Change {
  /** now / before, above 1 is slower, with its 95 % interval. */
  ratio: Estimate;
  /** One-sided p value of "slower by no more than the margin": small when it is slower beyond it. */
  pSlower: number;
  /** One-sided p value of "faster by no more than the margin": small when it is faster beyond it. */
  pFaster: number;
}

/**
 * Compares two runs, whose rounds have nothing to do with each other: `unpairedRatio` with the rank-sum
 * test against the margin. With `pSlower` at most 0.025 the whole 95 % interval lies above 1 + margin.
 *
 * @param now one figure or more, above 0, any unit, any order
 * @param before as `now`, same unit
 * @param margin the relative change that does not matter, such as 0.05
 * @throws RangeError when a list is empty, or a figure is not finite and above 0
 */
export function unpairedChange(
  now: readonly number[],
  before: readonly number[],
  margin: number,
): Change {
  requirePositive([1 + margin], '1 + margin');
  return {
    ratio: unpairedRatio(now, before),
    pSlower: rankSumTest(scaled(now, 1 / (1 + margin)), before, 'greater').pValue,
    pFaster: rankSumTest(scaled(before, 1 / (1 + margin)), now, 'greater').pValue,
  };
}

/**
 * Compares two arms that ran in the same rounds: `pairedRatio` with the signed-rank test against the
 * margin. With `pSlower` at most 0.025 the whole 95 % interval lies above 1 + margin.
 *
 * @param now one figure a round, above 0, any unit
 * @param before the other arm's figures in the same rounds, same unit
 * @param margin the relative change that does not matter, such as 0.05
 * @throws RangeError as `pairedLogRatios`
 */
export function pairedChange(
  now: readonly number[],
  before: readonly number[],
  margin: number,
): Change {
  requirePositive([1 + margin], '1 + margin');
  const edge = Math.log1p(margin);
  const ds = pairedLogRatios(now, before);
  return {
    ratio: pairedRatio(now, before),
    pSlower: signedRankTest(
      ds.map((d) => d - edge),
      'greater',
    ).pValue,
    pFaster: signedRankTest(
      ds.map((d) => -d - edge),
      'greater',
    ).pValue,
  };
}

function scaled(xs: readonly number[], factor: number): number[] {
  return xs.map((x) => x * factor);
}
