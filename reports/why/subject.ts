/** What an explanation is about: one strategy in one scenario, and the one that it is compared with. */
import type {
  EstimateRecord,
  MeasuredRecord,
  RunRecord,
  ScenarioRecord,
} from '../../harness/results/record.js';
import { isMeasured, referenceOf } from '../ranking.js';
import { type KnownCalls, callsOf } from './known-calls.js';

export interface Subject {
  readonly scenario: ScenarioRecord;
  readonly strategy: MeasuredRecord;
  readonly calls: KnownCalls;
  /** Relative margin within which two times count as the same. */
  readonly margin: number;
  /** Absent for the reference itself, and where the other was not measured. */
  readonly beside?: Beside;
}

/** The reference, or the twin of a strategy that looks at its bytes. */
export interface Beside {
  readonly strategy: MeasuredRecord;
  readonly calls: KnownCalls;
  /** Its time / the time of the subject, paired by round. */
  readonly speedup: EstimateRecord | undefined;
}

export function subjectOf(
  record: RunRecord,
  scenario: ScenarioRecord,
  strategy: MeasuredRecord,
): Subject {
  const subject = {
    scenario,
    strategy,
    calls: callsOf(record, scenario, strategy),
    margin: record.options.margin,
  };
  const other = comparedWith(scenario, strategy);
  if (other === undefined || other === strategy) return subject;
  const calls = callsOf(record, scenario, other);
  return { ...subject, beside: { strategy: other, calls, speedup: speedupOf(scenario, strategy) } };
}

function comparedWith(
  scenario: ScenarioRecord,
  { checks }: MeasuredRecord,
): MeasuredRecord | undefined {
  if (checks === undefined) return referenceOf(scenario);
  return scenario.strategies.filter(isMeasured).find(({ name }) => name === checks.twin);
}

/** Of one that looks, the price of looking the other way round. */
function speedupOf(
  { comparisons }: ScenarioRecord,
  { name, checks, speedup }: MeasuredRecord,
): EstimateRecord | undefined {
  if (checks === undefined) return speedup;
  const pair = comparisons.find(({ slower, faster }) => slower === name && faster === checks.twin);
  if (pair === undefined) return undefined;
  const { estimate, low, high } = pair.speedup;
  return { estimate: 1 / estimate, low: high && 1 / high, high: low && 1 / low };
}
