import { describe, expect, it } from 'vitest';
import { trendsOf } from '../../../harness/results/trend.js';
import { trendChart } from '../../../reports/charts/trend-charts.js';
import { history, nightly, nights } from '../../fakes/histories.js';

const [trend] = history.trends;
const [scenario] = trend!.scenarios;

describe('the chart of a trend', () => {
  it('has a point for each run, rings the steps and marks the new kernel', () => {
    const chart = trendChart('time', scenario!, trend!, 'date')!;
    expect(chart.curves.map(({ label, points }) => [label, points.length])).toEqual([
      ['read-write', 40],
      ['splice', 40],
    ]);
    expect(chart.crossings.map(({ text }) => text)).toEqual([
      'step of read-write: +21 %',
      'step of splice: +11 %',
      'step of splice: +21 %',
    ]);
    const newKernel = Date.UTC(2026, 10, 21, 2);
    expect(chart.events).toEqual([{ at: newKernel, label: 'kernel 6.18.0' }]);
    expect(chart.crossings[1]!.x).toBe(newKernel);
    expect(chart.x).toMatchObject({ min: Date.UTC(2026, 10, 1, 2), unit: 'ms' });
  });

  it('by commit has a place and a name for each run', () => {
    const { x, curves } = trendChart('speedup', scenario!, trend!, 'commit')!;
    expect(x).toMatchObject({ unit: 'place', min: 0, max: 39 });
    expect(x.names![9]).toBe('c0ffe10+');
    expect(curves[0]!.points[9]!.x).toBe(9);
  });

  it('of many runs draws some of them, every step among them, and says so', () => {
    const many = Array.from({ length: 1000 }, (_, at) =>
      nightly({ day: at + 1, splice: at < 501 ? 1.3 : 1.1 }),
    );
    const [long] = trendsOf(many, history.options);
    const chart = trendChart('speedup', long!.scenarios[0]!, long!, 'date')!;
    const [curve] = chart.curves;
    expect(curve!.points.length).toBeLessThanOrEqual(300);
    expect(chart.summary).toContain('Of every 4 runs one is drawn, and every step.');
    const drawn = curve!.points.map(({ x }) => x);
    expect(drawn).toEqual(expect.arrayContaining(chart.crossings.map(({ x }) => x)));
    expect(drawn.at(-1)).toBe(Date.parse(many.at(-1)!.startedAt));
  });

  it('does not exist with a single run', () => {
    const [one] = trendsOf(nights.slice(0, 1), history.options);
    expect(trendChart('speedup', one!.scenarios[0]!, one!, 'date')).toBeUndefined();
  });
});
