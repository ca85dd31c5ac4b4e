/** Asks every strategy whether it works in the directories under test. */
import type { Availability, ProbeContext, Strategy } from '../../../strategies/strategy.js';
import { describeError } from '../../core/errors.js';
import type { RoutePlan } from '../../measure/plan.js';
import type { DirectoriesUnderTest } from './directories.js';

/** Where it is probed what works: where the scenario copies. */
export function probeContext(
  { route, socket, directories: pair }: Pick<RoutePlan, 'route' | 'socket' | 'directories'>,
  directories: DirectoriesUnderTest,
): ProbeContext {
  const { source, destination } = directories.endsOf(pair);
  return {
    directory: destination.workspace.copies,
    ...(source !== destination && { sourceDirectory: source.workspace.copies }),
    route,
    socket: socket ?? 'tcp',
  };
}

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
