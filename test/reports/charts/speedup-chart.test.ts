import { describe, expect, it } from 'vitest';
import { speedupChart } from '../../../reports/charts/speedup-chart.js';
import { fakeScenario, withFigures, withOnly } from '../../fakes/records.js';
import { troubledRun } from '../../fakes/runs.js';

const scenario = fakeScenario({ sizeBytes: 1e9, referenceNs: 217e6, rounds: 12, halfWidth: 0.028 });

describe('the speedup chart', () => {
  it('has every copy with its interval, fastest first, and the reference at 1', () => {
    const chart = speedupChart(scenario);
    const ranked = chart?.rows.filter(({ apart }) => apart === undefined) ?? [];
    expect(ranked).toHaveLength(15);
    const values = ranked.map(({ marks }) => marks[0]?.value ?? 0);
    expect(values).toEqual(values.toSorted((a, b) => b - a));
    expect(ranked[0]).toMatchObject({
      label: 'splice',
      marks: [{ tone: 'faster', text: '1.31x [1.27, 1.35]' }],
    });
    expect(ranked.find(({ label }) => label === 'read-write')?.marks[0]).toMatchObject({
      value: 1,
      tone: 'reference',
    });
    expect(chart?.line).toEqual({ at: 1, label: '1x' });
  });

  it('takes a logarithmic axis when speedups span more than a factor of four', () => {
    expect(speedupChart(scenario)?.axis.scale).toBe('log');
    const near = withOnly(scenario, 'read-write', 'splice', 'read-write-1m');
    expect(speedupChart(near)?.axis.scale).toBe('linear');
  });

  it('sets ceilings and clones apart, and does not stretch the axis for them', () => {
    const troubled = troubledRun.scenarios[1];
    const chart = troubled && speedupChart(troubled);
    const apart = chart?.rows.filter((row) => row.apart !== undefined) ?? [];
    expect(apart.map(({ label, apart: kind }) => [label, kind])).toEqual([
      ['reflink', 'clone'],
      ['direct-read-write', 'past the page cache'],
      ['nothing', 'ceiling'],
      ['spawn-floor', 'ceiling'],
      ['memory-copy', 'ceiling'],
    ]);
    expect(chart?.rows.slice(-apart.length)).toEqual(apart);
    expect(chart?.axis.max).toBeLessThan(2);
  });

  it('shows no verdict under a control arm that is off, or without an interval', () => {
    const off = troubledRun.scenarios[1];
    const tones = (off && speedupChart(off)?.rows.flatMap(({ marks }) => marks)) ?? [];
    expect(new Set(tones.map(({ tone }) => tone))).toEqual(
      new Set(['reference', 'unclear', 'plain']),
    );
    const few = withFigures(scenario, {
      splice: { speedup: { estimate: 1.3, low: null, high: null }, verdict: 'faster' },
    });
    const splice = speedupChart(few)?.rows.find(({ label }) => label === 'splice');
    expect(splice?.marks[0]).toMatchObject({ low: null, tone: 'unclear', text: '1.30x ±∞' });
  });

  it('is none where there is nothing to compare', () => {
    expect(speedupChart(withOnly(scenario, 'read-write'))).toBeUndefined();
    expect(speedupChart(withOnly(scenario, 'splice', 'cp'))).toBeUndefined();
    expect(speedupChart({ ...scenario, strategies: [] })).toBeUndefined();
  });
});
