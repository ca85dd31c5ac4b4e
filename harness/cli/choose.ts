/** Finds what was named among what there is, and asks "did you mean" when it is not there. */
import { HarnessError } from '../core/errors.js';
import { didYouMean } from '../core/suggestion.js';

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
    `There is no ${kind} "${name}".${didYouMean(name, names)} Known: ${names.join(', ')}.`,
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
