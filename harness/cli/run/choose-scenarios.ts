/** Which routes this run takes, and on each of them which strategies and which reference. */
import type { Route, SocketKind, Strategy } from '../../../strategies/strategy.js';
import type { Comparison, Suite, SuiteScenario } from '../../../suites/suite.js';
import type { RunOptions } from '../../config/run-options.js';
import { HarnessError } from '../../core/errors.js';
import type { Conditions } from '../../measure/plan.js';
import { chooseAll, chooseOne } from '../choose.js';
import { conditionsOf, unmetDemands, type UnmetDemand } from './choose-conditions.js';

/** A scenario of the suite as it was asked for; each is measured at every size. */
export interface ChosenScenario {
  route: Route;
  /** Null for files. */
  socket: SocketKind | null;
  strategies: Strategy[];
  reference: string;
  comparisons: readonly Comparison[];
  /** At least one. */
  conditions: Conditions[];
  /** From one directory under test to another, instead of within each. */
  between: boolean;
}

/**
 * The suite's scenarios, narrowed by --route, --strategies and --exclude.
 *
 * @throws HarnessError `E_UNKNOWN_NAME` or `E_USAGE` when something named does not exist or does not fit
 */
export function chooseScenarios(
  options: RunOptions,
  suite: Suite,
  all: readonly Strategy[],
): ChosenScenario[] {
  const named = options.strategies && chooseAll('strategy', options.strategies, all);
  const excluded = new Set(chooseAll('strategy', options.exclude, all));
  const chosen = wanted(options, suite, named)
    .map((scenario): ChosenScenario => {
      const reference = referenceOf(options, scenario, all);
      if (excluded.has(reference)) throw nothingToCompareWith(reference);
      const strategies = named ?? ofSuite(scenario, all);
      return {
        route: scenario.route,
        socket: scenario.route.includes('socket') ? options.socket : null,
        strategies: [...new Set([reference, ...strategies])]
          .filter(knows(scenario.route))
          .filter((strategy) => !excluded.has(strategy)),
        reference: reference.name,
        comparisons: scenario.comparisons,
        conditions: conditionsOf(options, scenario),
        between: scenario.between ?? false,
      };
    })
    // Of a suite with several routes, only those are taken that know the conditions asked for.
    .filter(({ conditions }) => conditions.length > 0);
  if (chosen.length === 0) throw conditionsUnknown();
  return chosen;
}

/** What was asked for that routes of the run have no meaning for; each is left out there. */
export function demandsUnmet(
  options: RunOptions,
  suite: Suite,
  all: readonly Strategy[],
): UnmetDemand[] {
  const named = options.strategies && chooseAll('strategy', options.strategies, all);
  const routes = new Set(wanted(options, suite, named).map(({ route }) => route));
  return [...routes].flatMap((route) => unmetDemands(options, route));
}

/** Of a suite with several routes, only those are taken that a named strategy knows. */
function wanted(options: RunOptions, suite: Suite, named: readonly Strategy[] | undefined) {
  const found = copyingTo(options, onRoute(suite, options.route)).filter(
    ({ route }) => !named || named.some(knows(route)),
  );
  if (found.length > 0) return found;
  throw new HarnessError(
    'E_USAGE',
    `None of ${named?.map(({ name }) => name).join(', ')} knows a route that ${suite.name} measures. ` +
      'See `copybench list` for the routes of each, or choose another --suite.',
  );
}

/** Where --copy-to says where files go, only routes from file to file, each of them once. */
function copyingTo({ copyTo }: RunOptions, scenarios: readonly SuiteScenario[]) {
  if (copyTo === undefined) return scenarios;
  const found = scenarios.filter(({ route, between }) => route === 'file-to-file' && !between);
  if (found.length > 0) return found;
  throw new HarnessError(
    'E_USAGE',
    '--copy-to says where files are copied to, and what was chosen does not go from file to file. Leave it out, or choose ' +
      'another --suite or --route.',
  );
}

function onRoute({ name, scenarios }: Suite, route: Route | undefined) {
  const found = scenarios.filter((scenario) => route === undefined || scenario.route === route);
  if (found.length > 0) return found;
  throw new HarnessError(
    'E_USAGE',
    `The suite ${name} has nothing to measure on --route ${route}. Choose another --suite.`,
  );
}

/** A suite may name peers that an installation came without; they cost nothing. */
function ofSuite({ strategies }: SuiteScenario, all: readonly Strategy[]): Strategy[] {
  // One that checks its bytes as well, or is one of a sweep, is measured where it is named.
  if (strategies === 'all')
    return all.filter(({ checks, onlyNamed }) => checks === undefined && !onlyNamed);
  return strategies.flatMap((name) => all.filter((strategy) => strategy.name === name));
}

function referenceOf(
  options: RunOptions,
  scenario: SuiteScenario,
  all: readonly Strategy[],
): Strategy {
  const name = options.reference ?? scenario.reference;
  const reference = chooseOne('strategy', name, all);
  const refuse = (why: string): HarnessError =>
    new HarnessError('E_USAGE', `--reference ${name} ${why}`);
  if (reference.class !== 'copy') {
    throw refuse(`is of class ${reference.class}. Choose a strategy that copies.`);
  }
  if (reference.checks) {
    throw refuse(`also checks what it copies. Choose ${reference.checks.twin}, which only copies.`);
  }
  if (!knows(scenario.route)(reference)) {
    throw refuse(
      `does not know the route ${scenario.route}. Choose another, or name one route with --route.`,
    );
  }
  return reference;
}

function conditionsUnknown(): HarnessError {
  return new HarnessError(
    'E_USAGE',
    'No route of this suite knows the conditions asked for: --durability fdatasync, --destination replace or in-place, ' +
      'and --memory are measured from file to file, --cache cold from file to file or to a socket.',
  );
}

function knows(route: Route): (strategy: Strategy) => boolean {
  return ({ routes }) => routes.includes(route);
}

function nothingToCompareWith({ name }: Strategy): HarnessError {
  return new HarnessError(
    'E_USAGE',
    `--exclude ${name} leaves nothing to compare with: it is the reference. Choose another with --reference.`,
  );
}
