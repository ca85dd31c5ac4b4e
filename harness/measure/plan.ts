/** Turns a suite and what was asked for into scenarios: what will be copied, by whom, how often. */
import type { Fixture } from '../../fixtures/catalog.js';
import type { Availability, Route, Strategy } from '../../strategies/strategy.js';
import type { Comparison } from '../../suites/suite.js';
import { createRandom } from '../statistics/random.js';
import { CONTROL } from './sample.js';

/** Rounds: at least `min` for an interval to exist, at most `max`. */
export interface RoundLimits {
  min: number;
  max: number;
}

export interface Unsupported {
  strategy: Strategy;
  reason: string;
}

/** One participant of every round. The control is the reference again, in a process of its own. */
export interface Arm {
  name: string;
  strategy: Strategy;
}

export interface ScenarioPlan {
  id: string;
  route: Route;
  fixture: Fixture;
  reference: string;
  comparisons: readonly Comparison[];
  arms: readonly Arm[];
  unsupported: readonly Unsupported[];
  seed: number;
  rounds: RoundLimits;
}

export interface PlanOptions {
  route: Route;
  fixtures: readonly Fixture[];
  strategies: readonly Strategy[];
  /** What probing found, by strategy name. */
  availability: ReadonlyMap<string, Availability>;
  reference: string;
  comparisons: readonly Comparison[];
  seed: number;
  /** Limits that were asked for; null: by size. */
  rounds: RoundLimits | null;
}

/** Fewest rounds that give a 95 % signed-rank interval (exact: 6). */
export const FEWEST_ROUNDS = 6;

/** One scenario per fixture, small ones first, each with a seed of its own. */
export function planScenarios(options: PlanOptions): ScenarioPlan[] {
  const random = createRandom(options.seed);
  return options.fixtures
    .toSorted((a, b) => a.sizeBytes - b.sizeBytes)
    .map((fixture) => planScenario(options, fixture, random.integer(2 ** 31)));
}

function planScenario(options: PlanOptions, fixture: Fixture, seed: number): ScenarioPlan {
  const { route, reference, comparisons, strategies } = options;
  const unsupported: Unsupported[] = [];
  const arms: Arm[] = [];
  for (const strategy of strategies) {
    const reason = whyNot(strategy, fixture, options.availability.get(strategy.name));
    if (reason === undefined) arms.push({ name: strategy.name, strategy });
    else unsupported.push({ strategy, reason });
  }
  const control = arms.find(({ name }) => name === reference);
  if (control) arms.push({ name: CONTROL, strategy: control.strategy });
  return {
    id: `${route}/${fixture.name}/warm/buffered/new`,
    route,
    fixture,
    reference,
    comparisons,
    arms,
    unsupported,
    seed,
    rounds: options.rounds ?? roundsFor(fixture.sizeBytes),
  };
}

function whyNot(
  strategy: Strategy,
  fixture: Fixture,
  availability: Availability | undefined,
): string | undefined {
  if (availability?.available === false) return availability.reason;
  if (strategy.largestBytes !== undefined && fixture.sizeBytes > strategy.largestBytes) {
    return `it copies at most ${strategy.largestBytes} bytes`;
  }
  return undefined;
}

/** More rounds where they are cheap: harness/statistics says what each number of them can show. */
export function roundsFor(sizeBytes: number): RoundLimits {
  if (sizeBytes <= 16e6) return { min: FEWEST_ROUNDS, max: 40 };
  if (sizeBytes <= 256e6) return { min: FEWEST_ROUNDS, max: 24 };
  return { min: FEWEST_ROUNDS, max: 12 };
}
