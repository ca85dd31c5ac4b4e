/** Reads a run back: its record, checked against the samples it was made from. */
import { isWarmUp, type Sample } from '../measure/sample.js';
import { HarnessError } from '../core/errors.js';
import type { RunRecord } from './record.js';
import { readRecord, readSamples, type StoredSamples } from './store.js';
import type { Warning } from './warning.js';

/** A run with its samples in the order they were taken, warm-up included. */
export interface SampledRun {
  readonly record: RunRecord;
  readonly samples: readonly Sample[];
}

/** The record alone of `readSampledRun`. */
export async function readRun(directory: string): Promise<RunRecord> {
  return (await readSampledRun(directory)).record;
}

/**
 * The record in `directory`, with a warning when the run was killed while it wrote, and its samples.
 *
 * @throws HarnessError of `readRecord` and `readSamples`; `E_SAMPLES_MALFORMED` when samples are missing that
 *   the record was made from
 */
export async function readSampledRun(directory: string): Promise<SampledRun> {
  const record = await readRecord(directory);
  const { samples, truncated } = await readSamples(directory);
  requireSamples(record, { samples, truncated }, directory);
  const beyond = samplesBeyond(record, samples);
  const warnings: Warning[] = [];
  if (beyond > 0) {
    warnings.push({
      code: 'samples-truncated',
      message:
        `The run was killed: ${beyond} samples of a scenario that was not finished are in samples.jsonl` +
        `${truncated ? ', the last one cut off' : ''}, and in none of these tables.`,
      remedy: 'Measure again for a whole table.',
    });
  } else if (truncated) {
    warnings.push({
      code: 'samples-truncated',
      message: 'The last line of samples.jsonl is cut off.',
      remedy:
        'The tables were made before the samples were cut. Restore the file to have them all.',
    });
  }
  return { record: { ...record, warnings: [...record.warnings, ...warnings] }, samples };
}

/** Every sample that a figure was made from must be there, but for one that the end of the file cut off. */
function requireSamples(
  record: RunRecord,
  { samples, truncated }: StoredSamples,
  directory: string,
): void {
  let spare = truncated ? 1 : 0;
  for (const { id, strategies } of record.scenarios) {
    for (const strategy of strategies) {
      if (strategy.outcome !== 'measured') continue;
      const found = samples.filter(
        (sample) =>
          sample.scenario === id && sample.strategy === strategy.name && !isWarmUp(sample),
      ).length;
      if (found === strategy.samples) continue;
      if (found === strategy.samples - 1 && spare-- > 0) continue;
      throw new HarnessError(
        'E_SAMPLES_MALFORMED',
        `The record in ${directory} was made from ${strategy.samples} samples of ${strategy.name} in ` +
          `${id}, and samples.jsonl holds ${found}. Restore the file that was changed.`,
      );
    }
  }
}

function samplesBeyond(record: RunRecord, samples: readonly Sample[]): number {
  const concluded = new Set(record.scenarios.map(({ id }) => id));
  return samples.filter(({ scenario }) => !concluded.has(scenario)).length;
}
