/** Reads a run back: its record, checked against the samples it was made from. */
import { isWarmUp, type Sample } from '../measure/sample.js';
import { hasCode, HarnessError } from '../core/errors.js';
import { readEarlierRun, spentNs, type EarlierRun } from './earlier-run.js';
import { rebuildRecord } from './rebuild.js';
import type { RunRecord } from './record.js';
import { readRecord, readSamples } from './store.js';
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
 * The record in `directory`. Of a run that was killed, what its samples show beyond its record is added.
 *
 * @throws HarnessError of `readRecord` and `readSamples`; `E_SAMPLES_MALFORMED` when samples are missing that
 *   the record was made from
 */
export async function readSampledRun(directory: string): Promise<SampledRun> {
  const left = await readEarlierRun(directory).catch(withoutPlan);
  if (left && isUnfinished(left)) {
    requireSamples({ scenarios: left.continued.scenarios }, left, directory);
    return { record: rebuildRecord(left), samples: left.samples };
  }
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

/** Runs of earlier versions have no plan; nor has one that was killed before its first copy. */
function withoutPlan(error: unknown): undefined {
  if (!hasCode(error, 'E_RECORD_MISSING')) throw error;
}

/** Whether it was killed after its record was written for the last time, if it was at all. */
function isUnfinished(left: EarlierRun): boolean {
  return left.record === null || spentNs(left) > left.record.time.totalNs;
}

/** How many samples there are of each strategy in each scenario, without warm-ups. */
function measuredCounts(samples: readonly Sample[]): Map<string, Map<string, number>> {
  const counts = new Map<string, Map<string, number>>();
  for (const sample of samples) {
    if (isWarmUp(sample)) continue;
    const own = counts.get(sample.scenario) ?? new Map<string, number>();
    counts.set(sample.scenario, own.set(sample.strategy, (own.get(sample.strategy) ?? 0) + 1));
  }
  return counts;
}

/** Every sample that a figure was made from must be there, but for one that the end of the file cut off. */
function requireSamples(
  record: Pick<RunRecord, 'scenarios'>,
  { samples, truncated }: Pick<EarlierRun, 'samples' | 'truncated'>,
  directory: string,
): void {
  let spare = truncated ? 1 : 0;
  const counts = measuredCounts(samples);
  for (const { id, strategies } of record.scenarios) {
    for (const strategy of strategies) {
      if (strategy.outcome !== 'measured') continue;
      const found = counts.get(id)?.get(strategy.name) ?? 0;
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
