import { describe, expect, it } from 'vitest';
import { crossingsOf } from '../../../reports/charts/crossovers.js';
import { type Curve } from '../../../reports/charts/chart.js';
import { sizeCharts } from '../../../reports/charts/size-chart.js';
import { goodRun } from '../../fakes/runs.js';
import { socketRun } from '../../fakes/sockets.js';

describe('throughput by size', () => {
  it('is one chart for each route of which several sizes were measured', () => {
    expect(sizeCharts(socketRun.scenarios).map(({ id }) => id)).toEqual([
      'sizes-file-to-socket-over-tcp',
      'sizes-file-to-file',
    ]);
    expect(sizeCharts(goodRun.scenarios.slice(0, 1))).toEqual([]);
    expect(sizeCharts([])).toEqual([]);
  });

  it('has ceilings as limits, and leaves out what moves no bytes', () => {
    const [chart] = sizeCharts(goodRun.scenarios);
    const roles = new Map(chart?.curves.map(({ label, role }) => [label, role]));
    expect(roles.get('memory-copy')).toBe('limit');
    expect(roles.has('nothing')).toBe(false);
    expect(roles.get('read-write')).toBe('lead');
    expect(roles.get('splice')).toBe('lead');
    expect(roles.get('copy-file')).toBe('other');
    const splice = chart?.curves.find(({ label }) => label === 'splice');
    expect(splice?.points.map(({ x }) => x)).toEqual([7e6, 200e6, 1e9]);
    expect(splice?.points[2]?.y).toBeCloseTo((1e9 / 165.571e6) * 1e9, -4);
  });
});

/** Rates in bytes per second at 1 KB and at 100 KB, each known to 1 %. */
function curve(label: string, ...rates: readonly number[]): Curve {
  const points = rates.map((y, index) => ({
    x: 1000 * 100 ** index,
    y,
    low: y * 0.99,
    high: y * 1.01,
    text: '',
  }));
  return { label, role: 'lead', points };
}

describe('crossovers', () => {
  it('lie where straight lines on logarithmic axes meet', () => {
    const [crossing, ...more] = crossingsOf([curve('a', 1e9, 1e9), curve('b', 1e8, 1e10)]);
    expect(more).toEqual([]);
    expect(crossing?.x).toBeCloseTo(10_000);
    expect(crossing?.y).toBeCloseTo(1e9);
    expect(crossing?.text).toBe('b passes a near 10.0 KB');
  });

  it('are none where the lead stays or intervals overlap', () => {
    expect(crossingsOf([curve('a', 1e9, 1e9), curve('b', 1e8, 1e8)])).toEqual([]);
    expect(crossingsOf([curve('a', 1e9, 1e9), curve('b', 0.995e9, 1e10)])).toEqual([]);
    expect(crossingsOf([curve('a', 1e9), curve('b', 1e8, 1e10)])).toEqual([]);
    expect(crossingsOf([])).toEqual([]);
  });
});
