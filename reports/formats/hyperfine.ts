/** The JSON that hyperfine exports, in seconds: for its scripts, and for Bencher's `shell_hyperfine` adapter. */
import { z } from 'zod';
import type { Sample } from '../../harness/measure/sample.js';
import type { SampledRun } from '../../harness/results/read-run.js';
import { measuredCells, samplesOf, type MeasuredCell } from './cell.js';

const seconds = z.number().nonnegative();

/** hyperfine 1.20; Bencher requires all that is not optional, but for `times`. */
export const hyperfineSchema = z.strictObject({
  results: z.array(
    z.strictObject({
      command: z.string().min(1),
      mean: seconds,
      /** Null with one sample. */
      stddev: seconds.nullable(),
      median: seconds,
      user: seconds,
      system: seconds,
      min: seconds,
      max: seconds,
      times: z.array(seconds).min(1),
      memory_usage_byte: z.array(z.number().int().nonnegative()).optional(),
      exit_codes: z.array(z.number().int().nullable()).min(1),
      parameters: z.record(z.string(), z.string()),
    }),
  ),
});
type Result = z.infer<typeof hyperfineSchema>['results'][number];

/** Every cell whose CPU time is known, which the format demands. Its times stand in the order they were taken. */
export function renderHyperfine({ record, samples }: SampledRun): string {
  const results = measuredCells(record).flatMap(
    (cell) => resultOf(cell, samplesOf(cell, samples)) ?? [],
  );
  return `${JSON.stringify(hyperfineSchema.parse({ results }), null, 2)}\n`;
}

/** The cells that `renderHyperfine` leaves out, a sentence each. */
export function leftOutOfHyperfine({ record, samples }: SampledRun): string[] {
  return measuredCells(record)
    .filter((cell) => cpuSecondsOf(samplesOf(cell, samples)) === undefined)
    .map(({ name }) => `hyperfine leaves out ${name}: its CPU time, which it demands, is unknown.`);
}

function resultOf(cell: MeasuredCell, samples: readonly Sample[]): Result | undefined {
  const { scenario, strategy, name } = cell;
  const cpu = cpuSecondsOf(samples);
  if (cpu === undefined) return undefined;
  const memory = samples.map(({ peakRssBytes }) => peakRssBytes);
  return {
    command: name,
    mean: strategy.meanNs / 1e9,
    stddev: strategy.samples > 1 ? strategy.sdNs / 1e9 : null,
    median: strategy.medianNs / 1e9,
    ...cpu,
    min: strategy.minNs / 1e9,
    max: strategy.maxNs / 1e9,
    times: samples.map(({ elapsedNs }) => elapsedNs / 1e9),
    ...(isKnown(memory) && { memory_usage_byte: memory }),
    // A copy that did not end well, checked, is no sample.
    exit_codes: samples.map(() => 0),
    parameters: {
      strategy: strategy.name,
      route: scenario.route,
      size: scenario.fixture,
      scenario: scenario.id,
    },
  };
}

/** Means, as hyperfine has them; undefined when any copy's are unknown. */
function cpuSecondsOf(samples: readonly Sample[]): { user: number; system: number } | undefined {
  const user = samples.map(({ cpuUserUs }) => cpuUserUs);
  const system = samples.map(({ cpuSystemUs }) => cpuSystemUs);
  if (samples.length === 0 || !isKnown(user) || !isKnown(system)) return undefined;
  return { user: mean(user) / 1e6, system: mean(system) / 1e6 };
}

function isKnown(values: readonly (number | null)[]): values is number[] {
  return values.every((value) => value !== null);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
