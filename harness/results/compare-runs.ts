/** Runs side by side: what each says of the same strategies in the same scenarios, and what changed. */
import { elapsedByRound, pairByRound } from '../measure/pairing.js';
import type { Sample } from '../measure/sample.js';
import type { Estimate } from '../statistics/interval.js';
import { unpairedRatio } from '../statistics/rank-sum.js';
import type { SampledRun } from './read-run.js';
import type { MeasuredRecord, RunRecord, ScenarioRecord, Verdict } from './record.js';
import { judge } from './verdict.js';

/** What one run says of a strategy, and how that differs from the run compared with. */
export interface ComparedFigure {
  readonly measured: MeasuredRecord;
  /** Speedup here / speedup there; null in the run compared with, and where references or arms are missing. */
  readonly change: { readonly ratio: Estimate; readonly verdict: Verdict } | null;
  /** Time here / time there; null as well where the machines differ, as such a ratio compares machines. */
  readonly timeChange: Estimate | null;
}

export interface ComparedStrategy {
  readonly name: string;
  /** One for each run, in their order; null where it was not measured. */
  readonly figures: readonly (ComparedFigure | null)[];
}

/** A scenario that two runs or more have. */
export interface ComparedScenario {
  /** One for each run, in their order; null where a run does not have it. */
  readonly scenarios: readonly (ScenarioRecord | null)[];
  /** Index of the run that the others are compared with: the first that has it. */
  readonly base: number;
  readonly strategies: readonly ComparedStrategy[];
}

/** A scenario that one run alone has. */
export interface UnmatchedScenario {
  readonly run: number;
  readonly scenario: ScenarioRecord;
}

export interface Comparison {
  readonly runs: readonly RunRecord[];
  readonly scenarios: readonly ComparedScenario[];
  readonly unmatched: readonly UnmatchedScenario[];
}

/**
 * Matches scenarios by id. A change is the shift between the log ratios to the reference of one run's rounds
 * and those of the other's: the rounds of two runs are not paired (`unpairedRatio`).
 *
 * @param runs two or more; each is compared with the first that has the same scenario
 */
export function compareRuns(runs: readonly SampledRun[]): Comparison {
  const ids = new Set(runs.flatMap(({ record }) => record.scenarios.map(({ id }) => id)));
  const scenarios: ComparedScenario[] = [];
  const unmatched: UnmatchedScenario[] = [];
  for (const id of ids) {
    const sides = runs.map((run) => sideOf(run, id));
    const having = sides.flatMap((side, run) => (side === null ? [] : [{ side, run }]));
    const [first] = having;
    if (first === undefined) continue;
    if (having.length === 1) unmatched.push({ run: first.run, scenario: first.side.scenario });
    else scenarios.push(compareSides(sides, first.run, first.side));
  }
  return { runs: runs.map(({ record }) => record), scenarios, unmatched };
}

/** One scenario of one run. */
interface Side {
  readonly record: RunRecord;
  readonly scenario: ScenarioRecord;
  readonly samples: readonly Sample[];
}

function sideOf({ record, samples }: SampledRun, id: string): Side | null {
  const scenario = record.scenarios.find((one) => one.id === id);
  if (scenario === undefined) return null;
  return { record, scenario, samples: samples.filter((sample) => sample.scenario === id) };
}

function compareSides(
  sides: readonly (Side | null)[],
  base: number,
  first: Side,
): ComparedScenario {
  const names = new Set(sides.flatMap((side) => (side === null ? [] : comparable(side))));
  return {
    scenarios: sides.map((side) => side?.scenario ?? null),
    base,
    strategies: [...names].map((name) => ({
      name,
      figures: sides.map((side, run) => {
        const measured = side && measuredIn(side, name);
        if (side === null || measured === null) return null;
        if (run === base) return { measured, change: null, timeChange: null };
        return { measured, ...compareStrategy(name, first, side) };
      }),
    })),
  };
}

/** The reference, and what has a speedup over it: other classes do other work. */
function comparable({ scenario }: Side): string[] {
  return scenario.strategies
    .filter((strategy) => strategy.outcome === 'measured')
    .filter(({ name, speedup }) => name === scenario.reference || speedup !== undefined)
    .map(({ name }) => name);
}

function measuredIn({ scenario }: Side, name: string): MeasuredRecord | null {
  const found = scenario.strategies.find((strategy) => strategy.name === name);
  return found?.outcome === 'measured' ? found : null;
}

function compareStrategy(
  name: string,
  there: Side,
  here: Side,
): Pick<ComparedFigure, 'change' | 'timeChange'> {
  const [timesThere, timesHere] = [there, here].map(({ samples }) => [
    ...elapsedByRound(samples, name).values(),
  ]);
  const isSameMachine = there.record.machine.fingerprint === here.record.machine.fingerprint;
  const haveTimes = [timesThere!, timesHere!].every(isComparable);
  return {
    change: changeOf(name, there, here),
    timeChange: isSameMachine && haveTimes ? unpairedRatio(timesHere!, timesThere!) : null,
  };
}

function changeOf(name: string, there: Side, here: Side): ComparedFigure['change'] {
  const { reference } = there.scenario;
  if (reference !== here.scenario.reference || name === reference) return null;
  const [before, now] = [there, here].map(({ samples }) => speedups(samples, reference, name));
  if (![before!, now!].every(isComparable)) return null;
  const ratio = unpairedRatio(now!, before!);
  const noises = [there, here].map(({ scenario }) => scenario.control?.noise ?? null);
  const noise = noises.includes(null) ? null : Math.max(...noises.map((one) => one ?? 0));
  return { ratio, verdict: judge(ratio, here.record.options.margin, noise) };
}

/** The speedup of every round. */
function speedups(samples: readonly Sample[], reference: string, name: string): number[] {
  const { left, right } = pairByRound(
    elapsedByRound(samples, reference),
    elapsedByRound(samples, name),
  );
  return left.map((time, round) => time / right[round]!);
}

/** A clock that did not move leaves no ratio. */
function isComparable(figures: readonly number[]): boolean {
  return figures.length > 0 && figures.every((figure) => figure > 0 && figure < Infinity);
}
