/** The three answers to "is this ratio 1, for all that matters?": yes, no, and not known. */
import type { Estimate } from './interval.js';

/** `inside` the margin, `beyond` it, or `unclear`: the interval crosses the edge or does not exist. */
export type Equivalence = 'inside' | 'beyond' | 'unclear';

/**
 * Judges the interval of a ratio against the margin 1 / (1 + margin) .. 1 + margin, which is symmetric
 * on the log scale so that swapped arms get the same answer. `inside` with a 90 % interval is the two
 * one-sided tests of Schuirmann (1987) at 5 %; with a 95 % interval it is stricter.
 *
 * @param estimate a ratio with its interval, above 0, without unit
 * @param margin the relative change that does not matter, such as 0.05; at least 0
 * @returns `inside` when the whole interval lies within the margin (edges included), `beyond` when all of
 *   it lies outside on one side, `unclear` otherwise and for null limits
 * @throws RangeError when the margin is negative or not finite, or a limit is NaN, infinite or not above 0
 */
export function equivalence(estimate: Estimate, margin: number): Equivalence {
  if (!(margin >= 0 && margin < Infinity)) {
    throw new RangeError(`margin is ${margin}: it must be 0 or above.`);
  }
  const { low, high } = estimate;
  if (low === null || high === null) return 'unclear';
  if (!(low > 0 && low <= high && high < Infinity)) {
    throw new RangeError(`The interval is ${low}..${high}: a ratio has limits above 0, in order.`);
  }
  if (low >= 1 / (1 + margin) && high <= 1 + margin) return 'inside';
  return low > 1 + margin || high < 1 / (1 + margin) ? 'beyond' : 'unclear';
}
