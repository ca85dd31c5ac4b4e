import { describe, expect, it } from 'vitest';
import { costCharts } from '../../../reports/charts/cost-charts.js';
import { fakeScenario, withOnly } from '../../fakes/records.js';
import { fakeSocketScenario } from '../../fakes/sockets.js';

const conditions = { sizeBytes: 200e6, referenceNs: 43e6, rounds: 12, halfWidth: 0.03 };

describe('charts of costs', () => {
  it('split CPU time where the whole machine is known', () => {
    const [cpu, switches, calls] = costCharts(fakeSocketScenario(conditions));
    expect(cpu?.parts).toEqual(['the process that copies', 'rest of the machine']);
    const sendfile = cpu?.rows.find(({ label }) => label === 'sendfile');
    expect(sendfile?.values[0]).toBeCloseTo(0.0263, 3);
    expect(sendfile?.values[1]).toBeCloseTo(0.125 * 1.5 - 0.0263, 3);
    expect(sendfile?.text).toBe('0.026 of 0.188');
    expect(switches?.parts).toEqual(['voluntary', 'involuntary']);
    expect(calls?.rows.map(({ label, values }) => [label, values])).toEqual([
      ['sendfile', [1]],
      ['splice', [14]],
    ]);
  });

  it('leave out a part that nobody knows, and a chart of nothing', () => {
    const charts = costCharts(fakeScenario(conditions));
    expect(charts.map(({ title, parts }) => [title.split(',')[0], parts])).toEqual([
      ['CPU time', ['the process that copies']],
      ['Context switches', ['voluntary', 'involuntary']],
    ]);
    expect(costCharts(withOnly(fakeScenario(conditions)))).toEqual([]);
  });
});
