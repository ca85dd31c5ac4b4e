import { describe, expect, it } from 'vitest';
import { sampleChart } from '../../../reports/charts/sample-chart.js';
import { fakeScenario, withOnly } from '../../fakes/records.js';
import { fakeSample } from '../../fakes/samples.js';

const scenario = withOnly(
  fakeScenario({ sizeBytes: 1e9, referenceNs: 200e6, rounds: 12, halfWidth: 0.03 }),
  'read-write',
  'cp',
  'memory-copy',
);

describe('the chart of all samples', () => {
  it('has every sample in the order taken, without the warm-up, and no ceiling', () => {
    const samples = [
      fakeSample('read-write', 0, 900e6),
      fakeSample('read-write', 2, 210e6),
      fakeSample('read-write', 1, 190e6),
      fakeSample('read-write', 3, 2000e6),
      fakeSample('memory-copy', 1, 80e6),
      fakeSample('control', 1, 201e6),
    ];
    const chart = sampleChart(scenario, samples);
    expect(chart?.rows.map(({ label }) => label)).toEqual(['read-write']);
    const [row] = chart?.rows ?? [];
    expect(row?.dots.map(({ round, elapsedNs }) => [round, elapsedNs])).toEqual([
      [2, 210e6],
      [1, 190e6],
      [3, 2000e6],
    ]);
    expect(row?.dots[2]?.ratio).toBeCloseTo(10);
    expect(row?.box).toMatchObject({ min: 0.95, median: 1.05, max: 10 });
    expect(chart?.axis).toMatchObject({ scale: 'log' });
    expect(chart?.axis.max).toBeGreaterThan(10);
    expect(chart?.summary).toContain('read-write with 900 % above its median');
  });

  it('bears one sample, and is none without any', () => {
    expect(sampleChart(scenario, [fakeSample('cp', 1, 1e6)])?.rows[0]?.dots).toHaveLength(1);
    expect(sampleChart(scenario, [])).toBeUndefined();
  });
});
