/** Finds what was named among what there is, and asks "did you mean" when it is not there. */
import { closest, distance } from 'fastest-levenshtein';
import { HarnessError } from '../core/errors.js';

interface Named {
  name: string;
}

/**
 * The thing called `name`.
 *
 * @param kind what it is, for the message: `suite`, `strategy`
 * @throws HarnessError `E_UNKNOWN_NAME` with the nearest name and all names
 */
export function chooseOne<T extends Named>(kind: string, name: string, all: readonly T[]): T {
  const found = all.find((one) => one.name === name);
  if (found) return found;
  const names = all.map((one) => one.name);
  throw new HarnessError(
    'E_UNKNOWN_NAME',
    `There is no ${kind} "${name}".${suggestion(name, names)} Known: ${names.join(', ')}.`,
  );
}

/** All things called by `names`, in the order of the names. */
export function chooseAll<T extends Named>(
  kind: string,
  names: readonly string[],
  all: readonly T[],
): T[] {
  return [...new Set(names)].map((name) => chooseOne(kind, name, all));
}

function suggestion(name: string, names: readonly string[]): string {
  const nearest = names.length === 0 ? undefined : closest(name, [...names]);
  // Half of the letters wrong is no longer a slip of the finger.
  if (!nearest || distance(name, nearest) > Math.max(2, name.length / 2)) return '';
  return ` Did you mean "${nearest}"?`;
}
