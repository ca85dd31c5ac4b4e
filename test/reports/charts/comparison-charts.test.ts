import { describe, expect, it } from 'vitest';
import { comparisonChart } from '../../../reports/charts/comparison-charts.js';
import { threeRuns, twoRuns } from '../../fakes/comparisons.js';

describe('the chart of a compared scenario', () => {
  it('has a row for each strategy and a mark for each run that has it', () => {
    const chart = comparisonChart(twoRuns.scenarios[0]!)!;
    const rows = chart.rows.map(({ label, marks }) => [label, marks.map(({ series }) => series)]);
    expect(rows).toEqual([
      ['splice', ['A', 'B']],
      ['copy-file', ['A', 'B']],
      ['cp', ['A']],
      ['sendfile', ['B']],
    ]);
    const [splice] = chart.rows;
    expect(splice!.marks.map(({ tone }) => tone)).toEqual(['plain', 'slower']);
    expect(splice!.marks[0]!.text).toMatch(/^1\.30x \[/);
    expect(chart.summary).toContain('in the runs A, B: 1 faster, 1 slower, 0 the same, 0 unclear.');
  });

  it('holds every interval and the line at 1x within its axis', () => {
    const { axis, rows } = comparisonChart(threeRuns.scenarios[0]!)!;
    const limits = rows.flatMap(({ marks }) =>
      marks.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value]),
    );
    for (const limit of [1, ...limits]) {
      expect(limit).toBeGreaterThanOrEqual(axis.min);
      expect(limit).toBeLessThanOrEqual(axis.max);
    }
  });

  it('does not exist where no run has a speedup', () => {
    const [compared] = twoRuns.scenarios;
    const strategies = compared!.strategies.filter(({ name }) => name === 'read-write');
    expect(comparisonChart({ ...compared!, strategies })).toBeUndefined();
  });
});
