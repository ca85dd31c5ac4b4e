/** A strategy in a scenario as a figure to track: under one name that stays the same from run to run. */
import { isWarmUp, type Sample } from '../../harness/measure/sample.js';
import type { MeasuredRecord, RunRecord, ScenarioRecord } from '../../harness/results/record.js';

export interface MeasuredCell {
  readonly scenario: ScenarioRecord;
  readonly strategy: MeasuredRecord;
  /** Such as `file-to-file/7MB/warm/buffered/new/splice`. */
  readonly name: string;
}

/** Every strategy that has a figure, in the order of the record. What has none never gets one here. */
export function measuredCells({ scenarios }: RunRecord): MeasuredCell[] {
  return scenarios.flatMap((scenario) =>
    scenario.strategies.flatMap((strategy) =>
      strategy.outcome === 'measured'
        ? [{ scenario, strategy, name: `${scenario.id}/${strategy.name}` }]
        : [],
    ),
  );
}

/** The samples that the figures of a cell were made from, in the order they were taken. */
export function samplesOf(
  { scenario, strategy }: MeasuredCell,
  samples: readonly Sample[],
): Sample[] {
  return samples.filter(
    (sample) =>
      sample.scenario === scenario.id && sample.strategy === strategy.name && !isWarmUp(sample),
  );
}
