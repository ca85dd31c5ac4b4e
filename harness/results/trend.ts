/** Many runs of the same things in a row: their figures as series, with the steps in them and what changed around them. */
import { changePoints, CHANGE_POINT_DEFAULTS } from '../statistics/change-points.js';
import { pinnedName } from './pinned-name.js';
import type { TrendFigures, TrendRecord, TrendScenarioRecord } from './trend-record.js';

export interface TrendPoint {
  /** Index of its run in those of the machine. */
  readonly run: number;
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** A lasting change of a figure. */
export interface Step {
  /** Index of the first run after it. */
  readonly run: number;
  /** Means before and after, each up to the next step. */
  readonly before: number;
  readonly after: number;
  readonly pValue: number;
}

export interface Series {
  readonly strategy: string;
  readonly points: readonly TrendPoint[];
  readonly steps: readonly Step[];
}

export interface TrendScenario {
  /** As the latest run has it. */
  readonly scenario: TrendScenarioRecord;
  /** Runs whose speedups are left out, as they are over another reference than in the latest run. */
  readonly otherReference: number;
  readonly speedups: readonly Series[];
  readonly times: readonly Series[];
}

/** Something about the machine that is not as it was in the run before. */
export interface TrendEvent {
  /** Index of the first run with it. */
  readonly run: number;
  readonly what: 'kernel' | 'Node' | 'CPUs pinned';
  readonly from: string;
  readonly to: string;
}

export interface MachineTrend {
  readonly fingerprint: string;
  /** In the order of the trend. */
  readonly runs: readonly TrendRecord[];
  readonly events: readonly TrendEvent[];
  readonly scenarios: readonly TrendScenario[];
}

export interface TrendOptions {
  /** By when runs began, or by when what they measured was committed. */
  readonly by: 'date' | 'commit';
  /** Smallest relative change of a step, such as 0.02. */
  readonly minChange: number;
  /** Names of strategies; empty for all. */
  readonly strategies: readonly string[];
}

/**
 * One trend for each machine, as figures of two machines are two series; the one with most runs first.
 *
 * @param records in the order in which the runs began; with `by: 'commit'` each has a commit
 */
export function trendsOf(records: readonly TrendRecord[], options: TrendOptions): MachineTrend[] {
  const machines = new Map<string, TrendRecord[]>();
  for (const record of records) add(machines, record.machine.fingerprint, record);
  return [...machines]
    .map(([fingerprint, runs]) => machineTrend(fingerprint, inOrder(runs, options.by), options))
    .toSorted((a, b) => b.runs.length - a.runs.length);
}

function committedAt({ commit }: TrendRecord): number {
  return Date.parse(commit?.committedAt ?? '');
}

function inOrder(runs: readonly TrendRecord[], by: TrendOptions['by']): readonly TrendRecord[] {
  if (by === 'date') return runs;
  return runs.toSorted((a, b) => committedAt(a) - committedAt(b));
}

function machineTrend(
  fingerprint: string,
  runs: readonly TrendRecord[],
  options: TrendOptions,
): MachineTrend {
  const byId = new Map<string, { run: number; scenario: TrendScenarioRecord }[]>();
  for (const [run, { scenarios }] of runs.entries()) {
    for (const scenario of scenarios) add(byId, scenario.id, { run, scenario });
  }
  return {
    fingerprint,
    runs,
    events: eventsIn(runs),
    scenarios: [...byId.values()].map((seen) => scenarioTrend(seen, options)),
  };
}

function eventsIn(runs: readonly TrendRecord[]): TrendEvent[] {
  const facts = [
    ['kernel', ({ machine }: TrendRecord) => machine.os.kernel],
    ['Node', ({ machine }: TrendRecord) => machine.runtime.node.replace(/^v/, '')],
    ['CPUs pinned', ({ options }: TrendRecord) => pinnedName(options?.pinned)],
  ] as const;
  return runs.flatMap((record, run) => {
    const before = runs[run - 1];
    if (before === undefined) return [];
    return facts.flatMap(([what, of]): TrendEvent[] => {
      const [from, to] = [of(before), of(record)];
      return from === to ? [] : [{ run, what, from, to }];
    });
  });
}

function scenarioTrend(
  seen: readonly { run: number; scenario: TrendScenarioRecord }[],
  options: TrendOptions,
): TrendScenario {
  const { scenario } = seen.at(-1)!;
  const speedups = new Map<string, TrendPoint[]>();
  const times = new Map<string, TrendPoint[]>();
  const others = seen.filter((one) => one.scenario.reference !== scenario.reference);
  for (const { run, scenario: own } of seen) {
    const isSame = own.reference === scenario.reference;
    for (const strategy of own.strategies) {
      if (strategy.outcome !== 'measured' || !isTold(strategy, options)) continue;
      const { name, medianNs, lowNs, highNs, speedup } = strategy;
      if (medianNs > 0) add(times, name, { run, value: medianNs, low: lowNs, high: highNs });
      if (speedup === undefined || !isSame) continue;
      add(speedups, name, { run, value: speedup.estimate, low: speedup.low, high: speedup.high });
    }
  }
  return {
    scenario,
    otherReference: others.length,
    speedups: seriesOf(speedups, options),
    times: seriesOf(times, options),
  };
}

/** Copies alone: ceilings, clones and what also checks its bytes do other work. */
function isTold(
  { name, class: kind, checks }: TrendFigures,
  { strategies }: TrendOptions,
): boolean {
  const isNamed = strategies.length === 0 || strategies.includes(name);
  return isNamed && kind === 'copy' && checks === undefined;
}

function add<Thing>(to: Map<string, Thing[]>, key: string, thing: Thing): void {
  const known = to.get(key);
  if (known === undefined) to.set(key, [thing]);
  else known.push(thing);
}

function seriesOf(
  points: ReadonlyMap<string, readonly TrendPoint[]>,
  { minChange }: TrendOptions,
): Series[] {
  return [...points].map(([strategy, own]) => ({
    strategy,
    points: own,
    steps: stepsIn(own, minChange),
  }));
}

function stepsIn(points: readonly TrendPoint[], minMagnitude: number): Step[] {
  const values = points.map(({ value }) => value);
  const found = changePoints(values, { ...CHANGE_POINT_DEFAULTS, minMagnitude });
  const edges = [0, ...found.map(({ index }) => index), points.length];
  return found.map(({ index, pValue }, at) => ({
    run: points[index]!.run,
    before: mean(values.slice(edges[at], index)),
    after: mean(values.slice(index, edges[at + 2])),
    pValue,
  }));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
