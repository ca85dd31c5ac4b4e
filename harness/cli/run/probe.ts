/** Asks every strategy whether it works in the directory under test. */
import type { Availability, ProbeContext, Strategy } from '../../../strategies/strategy.js';
import { describeError } from '../../core/errors.js';

/**
 * What each strategy says, by name. A probe that breaks makes its strategy unsupported, with what broke.
 *
 * @param context the route, and an existing, writable directory on the filesystem under test
 */
export async function probeStrategies(
  strategies: readonly Strategy[],
  context: ProbeContext,
): Promise<Map<string, Availability>> {
  const found = new Map<string, Availability>();
  for (const strategy of strategies) found.set(strategy.name, await probe(strategy, context));
  return found;
}

async function probe(strategy: Strategy, context: ProbeContext): Promise<Availability> {
  try {
    return await strategy.available(context);
  } catch (error) {
    return { available: false, reason: `its probe failed: ${describeError(error)}` };
  }
}
