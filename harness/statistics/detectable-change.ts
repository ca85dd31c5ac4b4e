/** The smallest change that a run could have seen: printed beside every "no difference". */
import { requireCount, requireNumbers } from './input.js';

/** qnorm(0.975): a two-sided test at 5 %. */
const Z_TWO_SIDED_5_PERCENT = 1.959964;
/** qnorm(0.80): the test shall find the change 80 times in 100. */
const Z_POWER_80_PERCENT = 0.841621;
const DEVIATIONS = Z_TWO_SIDED_5_PERCENT + Z_POWER_80_PERCENT;

/**
 * The relative change that n paired rounds find with 80 % power at the two-sided 5 % level. The mean of
 * n log ratios scatters by sigma / sqrt(n); it is called different beyond 1.96 of those, and a true change
 * lands beyond that in 80 % of runs when it is another 0.84 of them away: exp(2.80 sigma / sqrt(n)) - 1.
 * (Cohen, "Statistical Power Analysis for the Behavioral Sciences", 2nd ed. 1988, chapter 2; R
 * `power.t.test` without its small-sample term.) A normal approximation: it flatters a handful of rounds
 * by a few percent of itself.
 *
 * @param sigmaOfLogRatio standard deviation of the log ratio of one round, without unit, at least 0
 * @param n rounds, at least 1
 * @returns the relative change, such as 0.041 for 4.1 %
 * @throws RangeError for a sigma that is negative or not finite, or an n that is no whole number above 0
 */
export function minimumDetectableChange(sigmaOfLogRatio: number, n: number): number {
  requireSigma(sigmaOfLogRatio);
  requireCount(n, 'n', 1);
  return Math.expm1((DEVIATIONS * sigmaOfLogRatio) / Math.sqrt(n));
}

/**
 * How many paired rounds find a change of that size with 80 % power: `minimumDetectableChange` the other way round.
 *
 * @param sigmaOfLogRatio standard deviation of the log ratio of one round, without unit, at least 0
 * @param change relative change, such as 0.05; above 0
 * @returns rounds, at least 1
 * @throws RangeError for a sigma that is negative or not finite, or a change that is not finite and above 0
 */
export function roundsToDetect(sigmaOfLogRatio: number, change: number): number {
  requireSigma(sigmaOfLogRatio);
  if (!(change > 0 && change < Infinity)) {
    throw new RangeError(`change is ${change}: it must be above 0.`);
  }
  return Math.max(1, Math.ceil(((DEVIATIONS * sigmaOfLogRatio) / Math.log1p(change)) ** 2));
}

function requireSigma(sigmaOfLogRatio: number): void {
  if (!(sigmaOfLogRatio >= 0 && sigmaOfLogRatio < Infinity)) {
    throw new RangeError(`sigmaOfLogRatio is ${sigmaOfLogRatio}: it must be 0 or above.`);
  }
}

/**
 * The standard deviation of a sample, with n - 1 in the denominator (R `sd`).
 *
 * @param ds two numbers or more, any unit (here logarithms of ratios), any order
 * @returns the standard deviation in the unit of `ds`
 * @throws RangeError for fewer than two numbers, or one that is NaN or infinite
 */
export function sigma(ds: readonly number[]): number {
  requireNumbers(ds, 'ds', 2);
  const mean = ds.reduce((sum, d) => sum + d / ds.length, 0);
  const squares = ds.reduce((sum, d) => sum + (d - mean) ** 2, 0);
  return Math.sqrt(squares / (ds.length - 1));
}
