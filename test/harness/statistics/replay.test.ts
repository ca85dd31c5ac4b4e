import { describe, expect, it } from 'vitest';
import { sigma } from '../../../harness/statistics/detectable-change.js';
import { mad, quantile } from '../../../harness/statistics/quantile.js';
import { createRandom } from '../../../harness/statistics/random.js';
import { replayThroughTinybench } from '../../../harness/statistics/replay.js';
import { noisyTimes } from './noise.js';

const SAMPLES_NS = noisyTimes(createRandom('replay'), 20, 5e6, { sigma: 0.2 });

describe('a replay through tinybench', () => {
  it('gives its moments and quantiles for our samples, in nanoseconds', () => {
    const summary = replayThroughTinybench(SAMPLES_NS);
    const meanNs = SAMPLES_NS.reduce((sum, x) => sum + x, 0) / 20;
    expect(summary.samples).toBe(20);
    expect(summary.meanNs / meanNs).toBeCloseTo(1, 12);
    expect(summary.minNs / Math.min(...SAMPLES_NS)).toBeCloseTo(1, 12);
    expect(summary.maxNs / Math.max(...SAMPLES_NS)).toBeCloseTo(1, 12);
    expect(summary.sdNs / sigma(SAMPLES_NS)).toBeCloseTo(1, 9);
    expect(summary.p50Ns / quantile(SAMPLES_NS, 0.5)).toBeCloseTo(1, 12);
    expect(summary.p75Ns / quantile(SAMPLES_NS, 0.75)).toBeCloseTo(1, 12);
    expect(summary.p99Ns / quantile(SAMPLES_NS, 0.99)).toBeCloseTo(1, 12);
    expect((summary.madNs * 1.4826) / mad(SAMPLES_NS)).toBeCloseTo(1, 9);
  });

  it('has a margin of error of Student t at 95 % with n - 1 degrees of freedom', () => {
    const summary = replayThroughTinybench(SAMPLES_NS);
    // qt(0.975, 19) in R.
    expect(summary.moeNs / summary.semNs).toBeCloseTo(2.093, 3);
    expect(summary.rmePercent).toBeCloseTo((100 * summary.moeNs) / summary.meanNs, 9);
  });

  it('leaves the samples in the order they were taken', () => {
    const samples = [3e6, 1e6, 2e6];
    replayThroughTinybench(samples);
    expect(samples).toEqual([3e6, 1e6, 2e6]);
  });

  it('works for a single sample', () => {
    const summary = replayThroughTinybench([1500]);
    expect([summary.samples, summary.sdNs]).toEqual([1, 0]);
    expect(summary.meanNs).toBeCloseTo(1500, 9);
  });

  it('rejects what tinybench would silently replace by its own clock', () => {
    expect(() => replayThroughTinybench([])).toThrow('samplesNs has 0 numbers');
    expect(() => replayThroughTinybench([1, Number.NaN])).toThrow('samplesNs[1] is NaN');
    expect(() => replayThroughTinybench([-1])).toThrow('samplesNs[0] is -1');
  });
});
