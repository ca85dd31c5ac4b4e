/** The ratio of two arms measured side by side in the same rounds, such as a speedup. */
import { type Estimate, DEFAULT_CONFIDENCE, rescale } from './interval.js';
import { requirePositive } from './input.js';
import { medianInterval } from './order-statistic.js';
import { hodgesLehmann } from './signed-rank.js';

/**
 * The logarithm of the ratio in each round. What slows both arms of a round down cancels, and on the
 * log scale half as fast and twice as fast are equally far from 1.
 *
 * @param numerator one time a round, above 0, any unit
 * @param denominator the times of the other arm in the same rounds, in the same unit
 * @returns ln(numerator / denominator), one a round, in the order of the rounds
 * @throws RangeError when a list is empty, the lengths differ, or a time is not finite and above 0
 */
export function pairedLogRatios(
  numerator: readonly number[],
  denominator: readonly number[],
): number[] {
  requirePositive(numerator, 'numerator');
  requirePositive(denominator, 'denominator');
  if (numerator.length !== denominator.length) {
    throw new RangeError(
      `numerator has ${numerator.length} rounds and denominator ${denominator.length}: they are paired by round.`,
    );
  }
  // A difference of logarithms, not the logarithm of a quotient, so that swapped arms give exactly -d.
  return numerator.map((time, round) => Math.log(time) - Math.log(denominator[round]!));
}

/**
 * The ratio of the two arms: the Hodges-Lehmann estimate of the log ratios with the signed-rank interval,
 * back on the ratio scale. The primary statistic; see `hodgesLehmann` for sample sizes, zeros and ties.
 *
 * @param numerator one time a round, above 0, any unit (the reference, for a speedup)
 * @param denominator the times of the other arm in the same rounds, in the same unit
 * @param confidence how often the interval shall cover the true ratio, 0..1 exclusive
 * @returns numerator / denominator, without unit; null limits below 6 rounds at 95 %
 * @throws RangeError as `pairedLogRatios`, and for a confidence outside 0..1
 */
export function pairedRatio(
  numerator: readonly number[],
  denominator: readonly number[],
  confidence: number = DEFAULT_CONFIDENCE,
): Estimate {
  return rescale(hodgesLehmann(pairedLogRatios(numerator, denominator), confidence), Math.exp);
}

/**
 * A second opinion on `pairedRatio` that does not assume symmetric noise: the median of the log ratios
 * with its order-statistic interval, back on the ratio scale. It needs about 1.57 (pi / 2) times the
 * rounds for the same width when the noise is normal.
 *
 * @param numerator one time a round, above 0, any unit
 * @param denominator the times of the other arm in the same rounds, in the same unit
 * @param confidence how often the interval shall cover the true median ratio, 0..1 exclusive
 * @returns numerator / denominator, without unit; null limits below 6 rounds at 95 %
 * @throws RangeError as `pairedLogRatios`, and for a confidence outside 0..1
 */
export function medianRatio(
  numerator: readonly number[],
  denominator: readonly number[],
  confidence: number = DEFAULT_CONFIDENCE,
): Estimate {
  return rescale(medianInterval(pairedLogRatios(numerator, denominator), confidence), Math.exp);
}
