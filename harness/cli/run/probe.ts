/** Asks every strategy whether it works in the directory under test. */
import type { Availability, Strategy } from '../../../strategies/strategy.js';
import { describeError, HarnessError } from '../../core/errors.js';

/**
 * What each strategy says, by name. A probe that breaks makes its strategy unsupported, with what broke.
 *
 * @param directory an existing, writable directory on the filesystem under test
 */
export async function probeStrategies(
  strategies: readonly Strategy[],
  directory: string,
): Promise<Map<string, Availability>> {
  const found = new Map<string, Availability>();
  for (const strategy of strategies) found.set(strategy.name, await probe(strategy, directory));
  return found;
}

/** @throws HarnessError `E_USAGE` when the reference does not work here: nothing could be compared with it */
export function requireReference(name: string, found: ReadonlyMap<string, Availability>): void {
  const availability = found.get(name);
  if (!availability || availability.available) return;
  throw new HarnessError(
    'E_USAGE',
    `The reference ${name} does not work here: ${availability.reason}. Choose another with --reference.`,
  );
}

async function probe(strategy: Strategy, directory: string): Promise<Availability> {
  try {
    return await strategy.available({ directory });
  } catch (error) {
    return { available: false, reason: `its probe failed: ${describeError(error)}` };
  }
}
