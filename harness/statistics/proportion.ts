/** How often something happens, and how far a count of trials can be trusted about that. */
import { incompleteBeta } from './beta.js';
import { requireCount } from './input.js';
import type { Estimate } from './interval.js';

const TAIL = 0.025;
/** Halvings of 0..1: more than a double has digits. */
const HALVINGS = 60;

/**
 * The exact 95 % interval of a rate (Clopper and Pearson, "The Use of Confidence or Fiducial Limits
 * Illustrated in the Case of the Binomial", 1934), R `binom.test(count, trials)$conf.int`.
 *
 * @param count how often it happened, 0..trials
 * @param trials at least 1
 * @returns shares, 0..1
 * @throws RangeError when a number is no count, or `count` is larger than `trials`
 */
export function rateInterval(count: number, trials: number): Estimate {
  requireCount(trials, 'trials', 1);
  requireCount(count, 'count', 0);
  if (count > trials) throw new RangeError(`count is ${count}: it must be at most ${trials}.`);
  return {
    estimate: count / trials,
    low: count === 0 ? 0 : where((p) => incompleteBeta(p, count, trials - count + 1) >= TAIL),
    high:
      count === trials ? 1 : where((p) => incompleteBeta(p, count + 1, trials - count) >= 1 - TAIL),
  };
}

/** The smallest p for which `holds`, which is false below it and true above. */
function where(holds: (p: number) => boolean): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < HALVINGS; step++) {
    const middle = (low + high) / 2;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
