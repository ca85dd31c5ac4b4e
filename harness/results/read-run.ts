/** Reads a run back: its record, checked against the samples it was made from. */
import { isWarmUp, type Sample } from '../measure/sample.js';
import { HarnessError } from '../core/errors.js';
import type { RunRecord, ScenarioRecord } from './record.js';
import { readRecord, readSamples } from './store.js';
import type { Warning } from './warning.js';

/**
 * The record in `directory`, with a warning when the run was killed while it wrote.
 *
 * @throws HarnessError of `readRecord` and `readSamples`; `E_SAMPLES_MALFORMED` when samples are missing that
 *   the record was made from
 */
export async function readRun(directory: string): Promise<RunRecord> {
  const record = await readRecord(directory);
  const { samples, truncated } = await readSamples(directory);
  for (const scenario of record.scenarios) requireSamples(scenario, samples, directory);
  const beyond = samplesBeyond(record, samples);
  const warnings: Warning[] = [];
  if (truncated || beyond > 0) {
    warnings.push({
      code: 'samples-truncated',
      message:
        `The run was killed: ${beyond} samples of a scenario that was not finished are in samples.jsonl` +
        `${truncated ? ', the last one cut off' : ''}, and in none of these tables.`,
      remedy: 'Measure again for a whole table.',
    });
  }
  return { ...record, warnings: [...record.warnings, ...warnings] };
}

function requireSamples(
  scenario: ScenarioRecord,
  samples: readonly Sample[],
  directory: string,
): void {
  for (const strategy of scenario.strategies) {
    if (strategy.outcome !== 'measured') continue;
    const found = samples.filter(
      (sample) =>
        sample.scenario === scenario.id && sample.strategy === strategy.name && !isWarmUp(sample),
    ).length;
    if (found === strategy.samples) continue;
    throw new HarnessError(
      'E_SAMPLES_MALFORMED',
      `The record in ${directory} was made from ${strategy.samples} samples of ${strategy.name} in ` +
        `${scenario.id}, and samples.jsonl holds ${found}. Restore the file that was changed.`,
    );
  }
}

function samplesBeyond(record: RunRecord, samples: readonly Sample[]): number {
  const concluded = new Set(record.scenarios.map(({ id }) => id));
  return samples.filter(({ scenario }) => !concluded.has(scenario)).length;
}
