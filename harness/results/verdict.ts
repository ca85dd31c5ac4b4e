/** What may be said of a speedup: faster, slower, the same, or that it is unclear. */
import { equivalence } from '../statistics/equivalence.js';
import type { Estimate } from '../statistics/interval.js';
import type { Verdict } from './record.js';

/**
 * Judges a speedup (reference time / strategy time).
 *
 * `same` needs the whole interval inside the margin, however noisy the run was: noise makes it harder to say,
 * never easier. `faster` and `slower` need the whole interval beyond what the control arm shows of this
 * run's noise: two runs of the same program differ by that much. Anything else is `unclear`, and so is an
 * interval that does not exist.
 *
 * @param margin relative difference that does not matter to anybody, such as 0.02
 * @param noise largest distance of the control's interval from 1, such as 0.01; null when it has none
 */
export function judge(speedup: Estimate, margin: number, noise: number | null): Verdict {
  const { low, high } = speedup;
  if (low === null || high === null || noise === null) return 'unclear';
  if (equivalence(speedup, margin) === 'inside') return 'same';
  if (low > 1 + noise) return 'faster';
  if (high < 1 / (1 + noise)) return 'slower';
  return 'unclear';
}

/** Largest distance of an interval from 1, on the side where it is larger: [0.99, 1.02] -> 0.02; null without one. */
export function noiseOf({ low, high }: Estimate): number | null {
  if (low === null || high === null) return null;
  return Math.max(high, 1 / low) - 1;
}
