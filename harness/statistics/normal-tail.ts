/** The p value of a rank count by normal approximation, as R's `wilcox.test(correct = TRUE)` takes it. */
import { normalCdf } from './normal.js';

/** What "nothing is different" is tested against: any difference, or that the first sample is greater. */
export type Alternative = 'two-sided' | 'greater';

/** A count moves in steps of one, and the normal curve does not: half a step is taken off (Yates, 1934). */
const CONTINUITY = 0.5;

/**
 * @param distance the count minus its mean, in the unit of the count
 * @param deviation standard deviation of the count, corrected for ties; 0 when all numbers are equal
 * @param alternative which tails count
 * @returns the chance of a count at least that far out; 1 where nothing varies, where R gives NaN
 */
export function tailBeyond(distance: number, deviation: number, alternative: Alternative): number {
  if (deviation === 0) return 1;
  if (alternative === 'greater') return normalCdf(-(distance - CONTINUITY) / deviation);
  const corrected = Math.max(0, Math.abs(distance) - CONTINUITY);
  return Math.min(1, 2 * normalCdf(-corrected / deviation));
}
