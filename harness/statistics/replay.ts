/** tinybench's own statistics for samples kept by us: its numbers, so that they compare with other projects'. */
import { Bench } from 'tinybench';
import { requirePositive } from './input.js';

const NS_PER_MS = 1e6;

/** tinybench 6 statistics of one list of samples; means and moments, shown for compatibility only. */
export interface TinybenchSummary {
  samples: number;
  meanNs: number;
  minNs: number;
  maxNs: number;
  /** Standard deviation, n - 1 in the denominator. */
  sdNs: number;
  /** Standard error of the mean. */
  semNs: number;
  /** Half the 95 % Student t interval of the mean. */
  moeNs: number;
  /** The same in percent of the mean. */
  rmePercent: number;
  p50Ns: number;
  p75Ns: number;
  p99Ns: number;
  p999Ns: number;
  /** Median absolute deviation, unscaled. */
  madNs: number;
  /** Mean absolute deviation. */
  aadNs: number;
}

/**
 * Lets tinybench compute its statistics by replaying samples as `overriddenDuration`: one task, as many
 * iterations as samples, no warm-up and no time to fill, so the task is called exactly once a sample.
 * `async: false` keeps tinybench from calling it once more to see whether it returns a promise.
 * tinybench sorts what it keeps; the samples given are not touched.
 *
 * @param samplesNs one duration or more in nanoseconds, above 0, any order
 * @returns durations in nanoseconds, converted from tinybench's milliseconds
 * @throws RangeError when there are no samples or one is not finite and above 0 (tinybench would quietly
 *   replace it by its own clock)
 */
export function replayThroughTinybench(samplesNs: readonly number[]): TinybenchSummary {
  requirePositive(samplesNs, 'samplesNs');
  const bench = new Bench({ iterations: samplesNs.length, time: 0, warmup: false, throws: true });
  let next = 0;
  const replay = () => ({ overriddenDuration: samplesNs[next++]! / NS_PER_MS });
  const [task] = bench.add('replay', replay, { async: false }).runSync();
  const result = task?.result;
  if (result?.state !== 'completed') {
    throw new Error(`tinybench ended a replay in the state "${result?.state}".`);
  }
  const { latency } = result;
  return {
    samples: latency.samplesCount,
    meanNs: latency.mean * NS_PER_MS,
    minNs: latency.min * NS_PER_MS,
    maxNs: latency.max * NS_PER_MS,
    sdNs: latency.sd * NS_PER_MS,
    semNs: latency.sem * NS_PER_MS,
    moeNs: latency.moe * NS_PER_MS,
    rmePercent: latency.rme,
    p50Ns: latency.p50 * NS_PER_MS,
    p75Ns: latency.p75 * NS_PER_MS,
    p99Ns: latency.p99 * NS_PER_MS,
    p999Ns: latency.p999 * NS_PER_MS,
    madNs: latency.mad * NS_PER_MS,
    aadNs: latency.aad * NS_PER_MS,
  };
}
