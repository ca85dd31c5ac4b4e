/** Bencher Metric Format: figures by benchmark and measure (`bencher run --adapter json`). */
import { z } from 'zod';
import type { EstimateRecord, RunRecord } from '../../harness/results/record.js';
import { measuredCells, type MeasuredCell } from './cell.js';

const metricSchema = z.strictObject({
  value: z.number(),
  lower_value: z.number().optional(),
  upper_value: z.number().optional(),
});
type Metric = z.infer<typeof metricSchema>;

/** A benchmark has a name of at most 1024 characters, a measure one of at most 64. */
export const bencherSchema = z.record(
  z.string().min(1).max(1024),
  z.record(z.string().min(1).max(64), metricSchema),
);

/** `latency` is Bencher's own measure, in nanoseconds; the others it makes when it first sees them. */
export function renderBencher(record: RunRecord): string {
  const cells = measuredCells(record).map((cell) => [cell.name, measuresOf(cell)]);
  return `${JSON.stringify(bencherSchema.parse(Object.fromEntries(cells)), null, 2)}\n`;
}

function measuresOf({ strategy }: MeasuredCell): Record<string, Metric> {
  const { medianNs, lowNs, highNs, bytesPerSecond, cpuNsPerByte, speedup, http } = strategy;
  return {
    latency: metric({ estimate: medianNs, low: lowNs, high: highNs }),
    ...(bytesPerSecond !== null && { 'bytes-per-second': { value: bytesPerSecond } }),
    ...(cpuNsPerByte !== null && { 'cpu-ns-per-byte': { value: cpuNsPerByte } }),
    ...(http && { 'requests-per-second': { value: http.requestsPerSecond } }),
    ...(speedup && { speedup: metric(speedup) }),
  };
}

function metric({ estimate, low, high }: EstimateRecord): Metric {
  return {
    value: estimate,
    ...(low !== null && { lower_value: low }),
    ...(high !== null && { upper_value: high }),
  };
}
