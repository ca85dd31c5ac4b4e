/** Asks what works on each route that was chosen, and leaves out those where nothing could be compared. */
import type { Availability, ProbeContext, Strategy } from '../../../strategies/strategy.js';
import { HarnessError } from '../../core/errors.js';
import { pairName, type RoutePlan } from '../../measure/plan.js';
import type { Warning } from '../../results/warning.js';
import type { ChosenScenario } from './choose-scenarios.js';
import type { DirectoriesUnderTest } from './directories.js';
import { pairsOf } from './directory-pairs.js';
import { probeContext, probeStrategies } from './probe.js';

export interface PreparedRoutes {
  routes: RoutePlan[];
  /** One for each route that was left out. */
  warnings: Warning[];
}

/**
 * Probes every strategy on every chosen route in every directory.
 *
 * @throws HarnessError `E_USAGE` when the reference works on none of the routes
 */
export async function prepareRoutes(
  scenarios: readonly ChosenScenario[],
  directories: DirectoriesUnderTest,
): Promise<PreparedRoutes> {
  const routes: RoutePlan[] = [];
  const refusals: string[] = [];
  for (const scenario of scenarios) {
    const { route, reference, strategies } = scenario;
    for (const pair of pairsOf(scenario, directories)) {
      const placed = { ...scenario, ...(pair && { directories: pair }) };
      const context = probeContext(placed, directories);
      const availability = await probeStrategies(strategies, context);
      const why = whyNot(availability.get(reference));
      if (why === undefined) {
        const versions = await versionsOf(strategies, availability, context);
        routes.push({ ...placed, availability, versions });
        continue;
      }
      const where = pair ? `of ${pairName(pair)}` : 'here';
      refusals.push(`The reference ${reference} does not work on ${route} ${where}: ${why}.`);
    }
  }
  if (routes.length === 0) {
    throw new HarnessError('E_USAGE', `${refusals.join(' ')} Choose another with --reference.`);
  }
  return { routes, warnings: refusals.map(leftOut) };
}

async function versionsOf(
  strategies: readonly Strategy[],
  availability: ReadonlyMap<string, Availability>,
  context: ProbeContext,
): Promise<Map<string, string>> {
  const versions = new Map<string, string>();
  for (const strategy of strategies) {
    if (!availability.get(strategy.name)?.available) continue;
    const version = await strategy.version?.(context);
    if (version !== undefined) versions.set(strategy.name, version);
  }
  return versions;
}

function whyNot(availability: Availability | undefined): string | undefined {
  return availability?.available === false ? availability.reason : undefined;
}

function leftOut(message: string): Warning {
  return {
    code: 'scenario-left-out',
    message,
    remedy: 'Choose a reference that works there with --reference.',
  };
}
