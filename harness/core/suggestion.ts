/** The "did you mean" of every message about a name that does not exist. */
import { closest, distance } from 'fastest-levenshtein';

/** ` Did you mean "splice"?`, or nothing when no name comes near. */
export function didYouMean(name: string, names: readonly string[]): string {
  const nearest = names.length === 0 ? undefined : closest(name, [...names]);
  // Half of the letters wrong is no longer a slip of the finger.
  if (!nearest || distance(name, nearest) > Math.max(2, name.length / 2)) return '';
  return ` Did you mean "${nearest}"?`;
}
