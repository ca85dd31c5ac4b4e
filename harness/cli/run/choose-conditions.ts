/** Under which conditions a scenario is measured: what was asked for, else what its suite says. */
import type { Route } from '../../../strategies/strategy.js';
import type { SuiteScenario } from '../../../suites/suite.js';
import type { RunOptions } from '../../config/run-options.js';
import { type Conditions, USUAL } from '../../measure/plan.js';
import type { Warning } from '../../results/warning.js';

/** Routes on which a condition other than the usual one has a meaning. */
const KNOWING: Record<keyof Conditions, readonly Route[]> = {
  cache: ['file-to-file', 'file-to-socket'],
  durability: ['file-to-file'],
  destination: ['file-to-file'],
  memory: ['file-to-file'],
};
const AXES = ['cache', 'durability', 'destination', 'memory'] as const;

/** Every combination of the conditions asked for that `scenario`'s route knows; none when it knows none. */
export function conditionsOf(options: RunOptions, scenario: SuiteScenario): Conditions[] {
  const caches = options.cache ?? scenario.caches ?? [USUAL.cache];
  const durabilities = options.durability ?? scenario.durabilities ?? [USUAL.durability];
  const destinations = options.destination ?? scenario.destinations ?? [USUAL.destination];
  const memories = options.memory ?? scenario.memories ?? [undefined];
  return caches
    .flatMap((cache) =>
      durabilities.flatMap((durability) =>
        destinations.flatMap((destination) =>
          memories.map((memory): Conditions => {
            const conditions = { cache, durability, destination };
            return memory === undefined ? conditions : { ...conditions, memory };
          }),
        ),
      ),
    )
    .filter((conditions) => AXES.every((axis) => isKnown(axis, conditions[axis], scenario.route)));
}

/** A demand that a route of the run has no meaning for, so that nothing is measured there under it. */
export interface UnmetDemand {
  route: Route;
  /** As it is typed: `--durability fdatasync`. */
  demand: string;
}

/** What was asked for by option, and not by the suite, that `route` does not know. */
export function unmetDemands(options: RunOptions, route: Route): UnmetDemand[] {
  return AXES.flatMap((axis) => {
    const asked: readonly string[] = options[axis] ?? [];
    return asked
      .filter((value) => !isKnown(axis, value, route))
      .map((value) => ({ route, demand: `--${axis} ${value}` }));
  });
}

/** One warning for each demand, with all routes that do not know it. */
export function unmetWarnings(unmet: readonly UnmetDemand[]): Warning[] {
  return [...new Set(unmet.map(({ demand }) => demand))].map((demand) => {
    const routes = unmet.filter((one) => one.demand === demand).map(({ route }) => route);
    return {
      code: 'condition-unmet',
      message: `${demand} has no meaning on ${[...new Set(routes)].join(', ')}: nothing was measured there under it.`,
      remedy:
        'Name the route that it is meant for with --route file-to-file, or leave it out to measure the others as usual.',
    };
  });
}

function isKnown(axis: keyof Conditions, value: string | undefined, route: Route): boolean {
  return value === USUAL[axis] || KNOWING[axis].includes(route);
}
