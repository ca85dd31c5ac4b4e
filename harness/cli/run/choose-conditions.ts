/** Under which conditions a scenario is measured: what was asked for, else what its suite says. */
import type { Route } from '../../../strategies/strategy.js';
import type { SuiteScenario } from '../../../suites/suite.js';
import type { RunOptions } from '../../config/run-options.js';
import { type Conditions, USUAL } from '../../measure/plan.js';

/** Routes on which a condition other than the usual one has a meaning. */
const KNOWING: Record<keyof Conditions, readonly Route[]> = {
  cache: ['file-to-file', 'file-to-socket'],
  durability: ['file-to-file'],
  destination: ['file-to-file'],
};

/** Every combination of the conditions asked for that `scenario`'s route knows; none when it knows none. */
export function conditionsOf(options: RunOptions, scenario: SuiteScenario): Conditions[] {
  const caches = options.cache ?? scenario.caches ?? [USUAL.cache];
  const durabilities = options.durability ?? scenario.durabilities ?? [USUAL.durability];
  const destinations = options.destination ?? scenario.destinations ?? [USUAL.destination];
  return caches
    .flatMap((cache) =>
      durabilities.flatMap((durability) =>
        destinations.map((destination): Conditions => ({ cache, durability, destination })),
      ),
    )
    .filter((conditions) => isKnown(conditions, scenario.route));
}

function isKnown(conditions: Conditions, route: Route): boolean {
  const axes = ['cache', 'durability', 'destination'] as const;
  return axes.every((axis) => conditions[axis] === USUAL[axis] || KNOWING[axis].includes(route));
}
