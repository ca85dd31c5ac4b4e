/** Quantiles of one sample: median, any quantile, and the median absolute deviation. */
import { requireNumbers, requireProbability } from './input.js';
import type { Ordered } from './sorted-sums.js';

/** 1 / qnorm(3/4): makes the MAD of normal noise estimate its standard deviation (R `mad(constant = 1.4826)`). */
const MAD_TO_STANDARD_DEVIATION = 1.4826;

/**
 * The middle number, or the mean of the two middle ones (R `median`).
 *
 * @param xs one number or more, any unit, any order
 * @returns the median in the unit of `xs`
 * @throws RangeError when `xs` is empty or holds NaN or an infinity
 */
export function median(xs: readonly number[]): number {
  return quantile(xs, 0.5);
}

/**
 * The quantile by linear interpolation between order statistics: type 7 of Hyndman and Fan, "Sample
 * Quantiles in Statistical Packages" (1996), the default of R `quantile` and NumPy.
 *
 * @param xs one number or more, any unit, any order
 * @param p the share below, from 0 (minimum) to 1 (maximum)
 * @returns the quantile in the unit of `xs`
 * @throws RangeError when `xs` is empty or holds NaN or an infinity, or `p` lies outside 0..1
 */
export function quantile(xs: readonly number[], p: number): number {
  requireNumbers(xs, 'xs');
  requireProbability(p, 'p');
  return sortedQuantile(Float64Array.from(xs).toSorted(), p);
}

/**
 * The median absolute deviation from the median, scaled as R `mad` does, so that it estimates the
 * standard deviation of normal noise; up to half of the samples may be wild.
 *
 * @param xs one number or more, any unit, any order
 * @returns the deviation in the unit of `xs`, 0 when more than half of them are equal
 * @throws RangeError when `xs` is empty or holds NaN or an infinity
 */
export function mad(xs: readonly number[]): number {
  const centre = median(xs);
  return MAD_TO_STANDARD_DEVIATION * median(xs.map((x) => Math.abs(x - centre)));
}

/**
 * `quantile` for numbers already checked and sorted upwards, for lists too long to sort twice.
 *
 * @param sorted one finite number or more, ascending
 * @param p the share below, 0..1
 */
export function sortedQuantile(sorted: Ordered, p: number): number {
  const position = (sorted.length - 1) * p;
  const below = sorted.at(Math.floor(position))!;
  const above = sorted.at(Math.ceil(position))!;
  const share = position - Math.floor(position);
  return below === above ? below : (1 - share) * below + share * above;
}
