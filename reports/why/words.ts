/** How explanations put quantities into words: without a break between number and unit. */
import { formatDuration } from '../../harness/core/units.js';
import { unbroken } from '../text.js';

/** Such as `1.53 ms`. @param ns nanoseconds */
export function duration(ns: number): string {
  return unbroken(formatDuration(ns));
}
