/** What this run compares: suite, sizes, scenarios, rounds and time, as chosen by name. */
import { fixtureOf, type Fixture } from '../../../fixtures/catalog.js';
import { discoverStrategies } from '../../../strategies/discover.js';
import { discoverSuites } from '../../../suites/discover.js';
import { PUBLISHED_SIZES, type Suite } from '../../../suites/suite.js';
import type { RunOptions } from '../../config/run-options.js';
import { HarnessError } from '../../core/errors.js';
import { parseSize } from '../../core/units.js';
import type { RoundLimits } from '../../measure/plan.js';
import { chooseOne } from '../choose.js';
import type { UnmetDemand } from './choose-conditions.js';
import { chooseScenarios, demandsUnmet, type ChosenScenario } from './choose-scenarios.js';

export interface Work {
  suite: Suite;
  /** Small ones first, at least one. */
  fixtures: Fixture[];
  largest: Fixture;
  /** Sizes that --quick leaves out. */
  leftOut: Fixture[];
  /** At least one. */
  scenarios: ChosenScenario[];
  /** What was asked for on routes that have no meaning for it. */
  unmet: UnmetDemand[];
  /** Null: by size. */
  rounds: RoundLimits | null;
  budgetNs: number;
}

/** What --quick does: the fewest rounds that give an interval, and no fixture above this size. */
const QUICK = { rounds: { min: 6, max: 6 }, largestBytes: 256e6, budgetNs: 40e9 };
const DEFAULT_BUDGET_NS = 240e9;
/** With --rounds and no --budget the rounds decide; a day is for ever. */
const UNLIMITED_NS = 86_400e9;

/** @throws HarnessError `E_UNKNOWN_NAME` or `E_USAGE` when something chosen does not exist or not fit */
export async function chooseWork(options: RunOptions): Promise<Work> {
  const suite = chooseOne('suite', options.suite, await discoverSuites());
  const named = [...(options.dir ?? []), ...(options.copyTo ?? [])];
  if (suite.needsSeveralDirectories && named.length < 2) throw oneDirectory(suite);
  const strategies = await discoverStrategies();
  const scenarios = chooseScenarios(options, suite, strategies);
  const fixtures = fixturesOf(sizesOf(options, suite));
  const leftOut = options.quick && !options.sizes ? fixtures.filter(isTooLargeForQuick) : [];
  const kept = fixtures.filter((fixture) => !leftOut.includes(fixture));
  const largest = kept.at(-1);
  if (!largest)
    throw new HarnessError(
      'E_USAGE',
      `--quick leaves out every size of ${suite.name}. Name some with --sizes.`,
    );
  return {
    suite,
    fixtures: kept,
    largest,
    leftOut,
    scenarios,
    unmet: demandsUnmet(options, suite, strategies),
    rounds: roundLimits(options, suite),
    budgetNs: budgetOf(options),
  };
}

function oneDirectory({ name }: Suite): HarnessError {
  return new HarnessError(
    'E_USAGE',
    `The suite ${name} compares directories, and one alone shows nothing. Name two or more on different filesystems ` +
      'with --dir A --dir B; scripts/make-filesystems.sh makes some as root.',
  );
}

function sizesOf({ sizes }: RunOptions, suite: Suite): number[] {
  if (sizes === 'published') return PUBLISHED_SIZES.map(parseSize);
  return sizes ?? suite.sizes.map(parseSize);
}

function fixturesOf(sizes: readonly number[]): Fixture[] {
  return [...new Set(sizes)].toSorted((a, b) => a - b).map(fixtureOf);
}

function isTooLargeForQuick({ sizeBytes }: Fixture): boolean {
  return sizeBytes > QUICK.largestBytes;
}

/** Rounds come in blocks of two, so an odd number is rounded up. */
function roundLimits(options: RunOptions, suite: Suite): RoundLimits | null {
  if (options.rounds !== undefined) {
    const even = options.rounds + (options.rounds % 2);
    return { min: even, max: even };
  }
  return options.quick ? QUICK.rounds : (suite.rounds ?? null);
}

function budgetOf(options: RunOptions): number {
  if (options.budget !== undefined) return options.budget;
  if (options.rounds !== undefined) return UNLIMITED_NS;
  return options.quick ? QUICK.budgetNs : DEFAULT_BUDGET_NS;
}
