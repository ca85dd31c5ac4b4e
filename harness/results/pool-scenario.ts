/** Pools what several runs say of one scenario: every figure with an interval takes the scatter between runs in. */
import { elapsedByRound, pairByRound } from '../measure/pairing.js';
import { CONTROL, isWarmUp, type Sample } from '../measure/sample.js';
import { poolRuns, type PooledRuns } from '../statistics/between-runs.js';
import { minimumDetectableChange } from '../statistics/detectable-change.js';
import { rescale } from '../statistics/interval.js';
import { medianInterval } from '../statistics/order-statistic.js';
import { pairedLogRatios } from '../statistics/paired-ratio.js';
import { hodgesLehmann } from '../statistics/signed-rank.js';
import { pooledMemory } from './memory.js';
import type { ComparisonRecord, MeasuredRecord, ScenarioRecord, StrategyRecord } from './record.js';
import { summariseStrategy } from './summarise-strategy.js';
import { judge, noiseOf } from './verdict.js';

/** A scenario in one of the runs, with the samples that were taken in it. */
export interface ScenarioPart {
  readonly scenario: ScenarioRecord;
  readonly samples: readonly Sample[];
}

export interface PooledScenario {
  readonly scenario: ScenarioRecord;
  /** With the rounds of later runs counted on from those of earlier ones. */
  readonly samples: readonly Sample[];
  /** Names of strategies that some runs measured and others did not. */
  readonly leftOut: readonly string[];
}

/**
 * @param parts the same scenario in two runs or more, with the same reference
 * @param margin relative difference that does not matter
 */
export function poolScenario(parts: readonly ScenarioPart[], margin: number): PooledScenario {
  const first = parts[0]!.scenario;
  const own = parts.map(({ samples }) => samples.filter((sample) => !isWarmUp(sample)));
  const control = poolControl(first.reference, own);
  const names = new Set(parts.flatMap(({ scenario }) => scenario.strategies.map((s) => s.name)));
  const strategies: StrategyRecord[] = [];
  const leftOut: string[] = [];
  for (const name of names) {
    const found = parts.map(({ scenario }) => scenario.strategies.find((s) => s.name === name));
    const pooled = poolStrategy(found, own, { scenario: first, margin, control });
    if (pooled === null) leftOut.push(name);
    else strategies.push(pooled);
  }
  return {
    scenario: {
      ...first,
      cache: parts.every(({ scenario }) => scenario.cache === first.cache)
        ? first.cache
        : 'unverified',
      ...pooledMemory(parts.map(({ scenario }) => scenario)),
      rounds: parts.reduce((sum, { scenario }) => sum + scenario.rounds, 0),
      stopped: 'merged',
      order: parts.flatMap(({ scenario }, run) => scenario.order.slice(run === 0 ? 0 : 1)),
      control,
      comparisons: first.comparisons.flatMap((pair) => poolPair(pair, own)),
      strategies,
    },
    samples: countedOn(parts),
    leftOut,
  };
}

/** Warm-ups stay round 0; the measured rounds of a run follow those of the run before it. */
function countedOn(parts: readonly ScenarioPart[]): Sample[] {
  let before = 0;
  return parts.flatMap(({ samples }, run) => {
    const offset = before;
    for (const { round } of samples) before = Math.max(before, offset + round);
    return samples.map((sample) => ({
      ...sample,
      run,
      round: isWarmUp(sample) ? 0 : offset + sample.round,
    }));
  });
}

interface Around {
  readonly scenario: ScenarioRecord;
  readonly margin: number;
  readonly control: ScenarioRecord['control'];
}

/** What all runs measured is pooled; what none could or one failed at stays as that; the rest is left out. */
function poolStrategy(
  found: readonly (StrategyRecord | undefined)[],
  runs: readonly (readonly Sample[])[],
  around: Around,
): StrategyRecord | null {
  const failed = found.find((strategy) => strategy?.outcome === 'failed');
  if (failed !== undefined) return failed;
  const measured = found.flatMap((s) => (s?.outcome === 'measured' ? [s] : []));
  const [first] = measured;
  if (first === undefined) return found.every((s) => s !== undefined) ? (found[0] ?? null) : null;
  const isOfOneClass = measured.every((strategy) => strategy.class === first.class);
  const stoodStill = runs.some((samples) =>
    samples.some(({ strategy, elapsedNs }) => strategy === first.name && elapsedNs === 0),
  );
  if (measured.length < found.length || !isOfOneClass || stoodStill) return null;
  return poolMeasured(first, runs, around);
}

function poolMeasured(
  first: MeasuredRecord,
  runs: readonly (readonly Sample[])[],
  { scenario, margin, control }: Around,
): MeasuredRecord {
  const { name, label, runtime, checks, limit, calls, events, version, copiesPerByte } = first;
  const own = runs.map((samples) => samples.filter(({ strategy }) => strategy === name));
  const described = {
    name,
    label,
    class: first.class,
    runtime,
    ...(checks && { checks }),
    ...(limit && { limit }),
    copiesPerByte: copiesPerByte === null ? {} : { [scenario.route]: copiesPerByte },
  };
  const summary = summariseStrategy(described, own.flat(), scenario.route, version);
  const time = poolTimes(own);
  const ns = rescale(time.estimate, Math.exp);
  const pooled: MeasuredRecord = {
    ...summary,
    medianNs: ns.estimate,
    lowNs: ns.low,
    highNs: ns.high,
    // The rate belongs to the median beside it.
    bytesPerSecond:
      summary.bytesPerSecond === null
        ? null
        : (summary.bytesPerSecond * summary.medianNs) / ns.estimate,
    // Counted once, in an untimed copy.
    ...(calls && { calls }),
    ...(events && { events }),
    levels: { time: levelsOf(time) },
  };
  if (first.speedup === undefined) return pooled;
  const ratio = poolRatio(scenario.reference, name, runs);
  if (ratio === null) return pooled;
  const speedup = rescale(ratio.estimate, Math.exp);
  return {
    ...pooled,
    speedup,
    mde: ratio.standardError === null ? null : minimumDetectableChange(ratio.standardError, 1),
    verdict: judge(speedup, margin, control?.noise ?? null),
    levels: { time: levelsOf(time), speedup: levelsOf(ratio) },
  };
}

function poolTimes(runs: readonly (readonly Sample[])[]): PooledRuns {
  const logs = runs.map((samples) => samples.map(({ elapsedNs }) => Math.log(elapsedNs)));
  return poolRuns(logs, medianInterval);
}

/** Null where a run has no round with both. */
function poolRatio(
  numerator: string,
  denominator: string,
  runs: readonly (readonly Sample[])[],
): PooledRuns | null {
  const ratios = runs.map((samples) => {
    const { left, right } = pairByRound(
      elapsedByRound(samples, numerator),
      elapsedByRound(samples, denominator),
    );
    return left.length === 0 ? [] : pairedLogRatios(left, right);
  });
  return ratios.every(({ length }) => length > 0) ? poolRuns(ratios, hodgesLehmann) : null;
}

function poolControl(
  reference: string,
  runs: readonly (readonly Sample[])[],
): ScenarioRecord['control'] {
  const ratio = poolRatio(reference, CONTROL, runs);
  if (ratio === null) return null;
  const speedup = rescale(ratio.estimate, Math.exp);
  return { speedup, noise: noiseOf(speedup), sigma: Math.hypot(ratio.between ?? 0, ratio.within) };
}

function poolPair(
  { name, slower, faster }: ComparisonRecord,
  runs: readonly (readonly Sample[])[],
): ComparisonRecord[] {
  const ratio = poolRatio(slower, faster, runs);
  if (ratio === null) return [];
  const [slowerNs, fasterNs] = [slower, faster].map((strategy) =>
    Math.exp(
      poolTimes(runs.map((run) => run.filter((s) => s.strategy === strategy))).estimate.estimate,
    ),
  );
  return [
    {
      name,
      slower,
      faster,
      slowerMedianNs: slowerNs!,
      fasterMedianNs: fasterNs!,
      speedup: rescale(ratio.estimate, Math.exp),
    },
  ];
}

function levelsOf({ between, within }: PooledRuns): { between: number; within: number } {
  return { between: between ?? 0, within };
}
