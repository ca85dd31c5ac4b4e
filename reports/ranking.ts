/** Who may be compared with whom in a scenario: copies only, and only by intervals and verdicts. */
import type { MeasuredRecord, ScenarioRecord } from '../harness/results/record.js';
import { type Bounded, containsOne, isBounded } from './estimate.js';

/** A measured strategy that also digests what it copies. */
export type LookingRecord = MeasuredRecord & {
  readonly checks: NonNullable<MeasuredRecord['checks']>;
};

/** A measured copy that has a verdict and an interval. */
export interface Contender {
  readonly name: string;
  readonly speedup: Bounded;
  readonly verdict: NonNullable<MeasuredRecord['verdict']>;
  readonly mde: number | null;
}

export function isMeasured(
  strategy: ScenarioRecord['strategies'][number],
): strategy is MeasuredRecord {
  return strategy.outcome === 'measured';
}

/**
 * The measured strategies of one class, fastest median first. Classes are never ranked together, nor with
 * strategies that do more than copy.
 */
export function measuredOf(
  scenario: ScenarioRecord,
  strategyClass: MeasuredRecord['class'],
): MeasuredRecord[] {
  return scenario.strategies
    .filter(isMeasured)
    .filter((strategy) => strategy.class === strategyClass && strategy.checks === undefined)
    .toSorted((a, b) => a.medianNs - b.medianNs);
}

/** The measured strategies that also digest what they copy, in the order of the record. */
export function lookingOf(scenario: ScenarioRecord): LookingRecord[] {
  return scenario.strategies
    .filter(isMeasured)
    .filter((strategy): strategy is LookingRecord => strategy.checks !== undefined);
}

export function referenceOf(scenario: ScenarioRecord): MeasuredRecord | undefined {
  return scenario.strategies.filter(isMeasured).find(({ name }) => name === scenario.reference);
}

/** Copies that can be judged, fastest estimate first; the reference is not one of them. */
export function contendersOf(scenario: ScenarioRecord): Contender[] {
  return measuredOf(scenario, 'copy')
    .filter(({ name }) => name !== scenario.reference)
    .flatMap(({ name, speedup, verdict, mde }) =>
      speedup !== undefined && verdict !== undefined && isBounded(speedup)
        ? [{ name, speedup, verdict, mde: mde ?? null }]
        : [],
    )
    .toSorted((a, b) => b.speedup.estimate - a.speedup.estimate);
}

/** Whether the reference measured twice differs from itself: then no verdict of the scenario is to be trusted. */
export function isControlOff({ control }: ScenarioRecord): boolean {
  return control !== null && isBounded(control.speedup) && !containsOne(control.speedup);
}
