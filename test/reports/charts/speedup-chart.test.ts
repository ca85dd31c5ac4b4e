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

  it('draws measured limits as lines, and makes room for the one that holds', () => {
    const medians = { 'memory-copy': 84.6e6, nothing: 1085e6, 'spawn-floor': 98.6e6 };
    const limited = withFigures(
      withOnly(scenario, 'read-write', 'splice', ...Object.keys(medians)),
      {
        'memory-copy': { limit: 'memory', medianNs: medians['memory-copy'] },
        nothing: { limit: 'device-write', medianNs: medians.nothing },
        'spawn-floor': { limit: 'cached-write', medianNs: medians['spawn-floor'] },
      },
    );
    const chart = speedupChart(limited);
    expect(chart?.limits?.map(({ label, holds }) => [label, holds])).toEqual([
      ['memory copy 2.57x', true],
      ['disk write 0.20x', false],
      ['overwrite in cache 2.20x', false],
    ]);
    expect(chart?.axis.max).toBeGreaterThan(2.57);
    expect(chart?.axis.min).toBeGreaterThan(0.2);
    expect(chart?.summary).toContain('Their limit is memory copy 2.57x.');
    const synced = speedupChart({ ...limited, durability: 'fdatasync' });
    expect(synced?.limits?.[0]).toMatchObject({ label: 'disk write 0.20x', holds: true });
    expect(synced?.axis.min).toBeLessThan(0.2);
  });

  it('has no line where no limit was measured', () => {
    expect(speedupChart(scenario)).not.toHaveProperty('limits');
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
