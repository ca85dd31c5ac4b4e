/** Turns the samples of one strategy into its summary. */
import type { Sample } from '../measure/sample.js';
import type { Route, Strategy } from '../../strategies/strategy.js';
import { congestionOf } from './congestion.js';
import { costsOf, isLongEnough } from './costs.js';
import { mean, medianOf } from './of-samples.js';
import { summariseHttp } from './summarise-http.js';
import { medianInterval } from '../statistics/order-statistic.js';
import { replayThroughTinybench } from '../statistics/replay.js';
import type { MeasuredRecord } from './record.js';

/** Bytes of a destination that shares extents make it a clone, whatever class its strategy declares. */
export function effectiveClass(
  strategy: Pick<Strategy, 'class'>,
  samples: readonly Sample[],
): MeasuredRecord['class'] {
  const clones =
    strategy.class === 'copy' && samples.some(({ sharedBytes }) => (sharedBytes ?? 0) > 0);
  return clones ? 'clone' : strategy.class;
}

/** What a summary takes from the strategy itself. */
export type Described = Pick<
  Strategy,
  'name' | 'label' | 'class' | 'runtime' | 'checks' | 'limit' | 'copiesPerByte'
>;

/**
 * Summary of one strategy over its measured samples; speedup and verdict are added by who knows the others.
 *
 * @param samples at least one, warm-up left out, in the order they were taken
 * @param version what the program behind it says of itself
 */
export function summariseStrategy(
  strategy: Described,
  samples: readonly Sample[],
  route: Route,
  version?: string,
): MeasuredRecord {
  const times = samples.map(({ elapsedNs }) => elapsedNs);
  const { estimate, low, high } = medianInterval(times);
  const tinybench = replayThroughTinybench(times);
  const bytes = samples[0]?.bytes ?? 0;
  const cpuUs = medianOf(samples, ({ cpuUserUs, cpuSystemUs }) =>
    cpuUserUs === null || cpuSystemUs === null ? null : cpuUserUs + cpuSystemUs,
  );
  return {
    name: strategy.name,
    label: strategy.label,
    class: effectiveClass(strategy, samples),
    runtime: strategy.runtime,
    ...(strategy.checks && { checks: strategy.checks }),
    ...(strategy.limit && { limit: strategy.limit }),
    outcome: 'measured',
    ...(version !== undefined && { version }),
    copiesPerByte: strategy.copiesPerByte[route] ?? null,
    samples: samples.length,
    medianNs: estimate,
    lowNs: low,
    highNs: high,
    minNs: Math.min(...times),
    maxNs: Math.max(...times),
    meanNs: tinybench.meanNs,
    sdNs: times.length > 1 ? tinybench.sdNs : 0,
    rmePercent: times.length > 1 ? tinybench.rmePercent : 0,
    bytesPerSecond: bytes > 0 ? bytes / (estimate / 1e9) : null,
    cpuNsPerByte: bytes > 0 && cpuUs !== null ? (cpuUs * 1000) / bytes : null,
    machineCpuNsPerByte: bytes > 0 ? machineCpuOf(samples, estimate, bytes) : null,
    sentNs: medianOf(samples, (sample) => sample.sentNs),
    voluntarySwitches: medianOf(samples, (sample) => sample.voluntarySwitches),
    involuntarySwitches: medianOf(samples, (sample) => sample.involuntarySwitches),
    minorFaults: medianOf(samples, (sample) => sample.minorFaults),
    majorFaults: medianOf(samples, (sample) => sample.majorFaults),
    peakRssBytes: largest(samples.map((sample) => sample.peakRssBytes)),
    systemCalls: medianOf(samples, (sample) => sample.systemCalls),
    ...costsOf(samples, estimate),
    ...congestionOf(samples),
    ...conditionsSeen(samples),
    ...summariseHttp(samples, estimate),
  };
}

/** Figures that only some scenarios have. */
function conditionsSeen(
  samples: readonly Sample[],
): Pick<MeasuredRecord, 'syncNs' | 'deviceReadBytes'> {
  const syncNs = medianOf(samples, (sample) => sample.syncNs ?? null);
  const deviceReadBytes = medianOf(samples, (sample) => sample.deviceReadBytes ?? null);
  return {
    ...(syncNs !== null && { syncNs }),
    ...(deviceReadBytes !== null && { deviceReadBytes }),
  };
}

/** CPU time of the whole machine per byte: a mean, since single samples are counted in ticks. */
function machineCpuOf(samples: readonly Sample[], medianNs: number, bytes: number): number | null {
  const known = samples.map(({ machineCpuMs }) => machineCpuMs).filter((ms) => ms !== null);
  return known.length > 0 && isLongEnough(medianNs) ? (mean(known) * 1e6) / bytes : null;
}

function largest(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}
