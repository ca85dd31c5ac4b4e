/** The two custom formats of github-action-benchmark; a file holds one direction, so there are two. */
import { z } from 'zod';
import { formatDuration } from '../../harness/core/units.js';
import type { EstimateRecord, RunRecord } from '../../harness/results/record.js';
import { isBounded } from '../estimate.js';
import { measuredCells, type MeasuredCell } from './cell.js';

/** An entry as its `extract.ts` reads it. */
export const customBenchmarkSchema = z.array(
  z.strictObject({
    name: z.string().min(1),
    unit: z.string().min(1),
    value: z.number(),
    range: z.string().optional(),
    extra: z.string().optional(),
  }),
);
type Entry = z.infer<typeof customBenchmarkSchema>[number];

/** `customSmallerIsBetter`: the median time of every cell. One unit for all, so that charts stay comparable. */
export function renderSmallerIsBetter(record: RunRecord): string {
  return stringify(
    measuredCells(record).map((cell): Entry => {
      const { medianNs, lowNs, highNs } = cell.strategy;
      const interval = lowNs === null || highNs === null ? null : [lowNs / 1e6, highNs / 1e6];
      return entry(cell.name, 'ms', medianNs / 1e6, { interval, extra: extraOf(cell) });
    }),
  );
}

/** `customBiggerIsBetter`: throughput and speedup of every cell that has them, and requests served. */
export function renderBiggerIsBetter(record: RunRecord): string {
  return stringify(measuredCells(record).flatMap(biggerEntries));
}

function biggerEntries(cell: MeasuredCell): Entry[] {
  const { bytesPerSecond, speedup, http } = cell.strategy;
  const extra = extraOf(cell);
  const entries: Entry[] = [];
  if (bytesPerSecond !== null)
    entries.push(entry(`${cell.name} throughput`, 'MB/s', bytesPerSecond / 1e6, { extra }));
  if (http)
    entries.push(entry(`${cell.name} requests`, 'requests/s', http.requestsPerSecond, { extra }));
  if (speedup)
    entries.push(
      entry(`${cell.name} speedup`, 'x', speedup.estimate, { interval: limitsOf(speedup), extra }),
    );
  return entries;
}

interface Around {
  interval?: readonly number[] | null;
  extra: string;
}

function entry(name: string, unit: string, value: number, { interval, extra }: Around): Entry {
  const range = interval?.map((limit) => Number(limit.toPrecision(4))).join(', ');
  return { name, unit, value, ...(range !== undefined && { range: `[${range}]` }), extra };
}

function limitsOf(estimate: EstimateRecord): readonly number[] | null {
  return isBounded(estimate) ? [estimate.low, estimate.high] : null;
}

/** Shown when a point of the chart is pointed at. */
function extraOf({ scenario, strategy }: MeasuredCell): string {
  const lines = [
    strategy.label,
    `${strategy.samples} samples, median ${formatDuration(strategy.medianNs)}`,
    `class ${strategy.class}, reference ${scenario.reference}`,
  ];
  if (strategy.verdict) lines.push(`verdict: ${strategy.verdict}`);
  return lines.join('\n');
}

function stringify(entries: readonly Entry[]): string {
  return `${JSON.stringify(customBenchmarkSchema.parse(entries), null, 2)}\n`;
}
