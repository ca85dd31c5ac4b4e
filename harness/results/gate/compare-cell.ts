/** Compares one strategy in one scenario, before and now. */
import { pairedChange, unpairedChange, type Change } from '../../statistics/change.js';
import { median } from '../../statistics/quantile.js';
import {
  allTimes,
  measuredArm,
  pairedTimes,
  type ArmTimes,
  type ScenarioTimes,
} from '../pass-times.js';

/**
 * What is compared. `ratio`: the time relative to the reference of the same round, from one run to another, so
 * that a slower machine today does not matter. `time`: the times themselves, from one run to another. `paired`:
 * the times of two arms in the same rounds of one run.
 */
export type Measure = 'ratio' | 'time' | 'paired';

/** A cell of which both sides have times. */
export interface ComparedCell {
  change: Change;
  /** Rounds now. */
  rounds: number;
  beforeMedianNs: number;
  nowMedianNs: number;
}

export interface Comparison {
  measure: Measure;
  /** Relative change that does not matter. */
  margin: number;
  /** What a `ratio` is relative to; the reference unless given. */
  to?: string;
}

/** The cell of `name`, or undefined where one side has no times for it, or for what it is relative to. */
export function compareCell(
  before: ScenarioTimes,
  now: ScenarioTimes,
  name: string,
  { measure, margin, to = now.reference }: Comparison,
): ComparedCell | undefined {
  const earlier = measuredArm(before, name);
  const today = measuredArm(now, name);
  if (!earlier || !today) return undefined;
  const [beforeValues, nowValues] = valuesOf(measure, { before, now, earlier, today, to });
  if (beforeValues.length === 0 || nowValues.length === 0) return undefined;
  const compare = measure === 'paired' ? pairedChange : unpairedChange;
  return {
    change: compare(nowValues, beforeValues, margin),
    rounds: nowValues.length,
    beforeMedianNs: median(allTimes(earlier)),
    nowMedianNs: median(allTimes(today)),
  };
}

interface Sides {
  before: ScenarioTimes;
  now: ScenarioTimes;
  earlier: ArmTimes;
  today: ArmTimes;
  to: string;
}

function valuesOf(measure: Measure, sides: Sides): [number[], number[]] {
  const { before, now, earlier, today, to } = sides;
  if (measure === 'time') return [allTimes(earlier), allTimes(today)];
  if (measure === 'ratio') {
    return [ratios(before, earlier, to).flat(), ratios(now, today, to).flat()];
  }
  const pairs = pairedTimes(earlier, today);
  return [pairs.flatMap(({ a }) => a), pairs.flatMap(({ b }) => b)];
}

/** Time / time of `to`, by default the reference, of the same round; one list a pass. */
export function ratios(
  scenario: ScenarioTimes,
  arm: ArmTimes,
  to: string = scenario.reference,
): number[][] {
  const other = measuredArm(scenario, to);
  if (!other) return [];
  return pairedTimes(arm, other).map(({ a, b }) => a.map((time, round) => time / b[round]!));
}
