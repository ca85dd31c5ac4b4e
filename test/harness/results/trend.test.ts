import { describe, expect, it } from 'vitest';
import { trendsOf, type TrendOptions } from '../../../harness/results/trend.js';
import { nightly, nights } from '../../fakes/histories.js';

const OPTIONS: TrendOptions = { by: 'date', minChange: 0.02, strategies: [] };
const trendOf = (records = nights, options: Partial<TrendOptions> = {}) =>
  trendsOf(records, { ...OPTIONS, ...options })[0]!;

describe('a trend', () => {
  it('finds the step in the speedup, and both in the time', () => {
    const [scenario] = trendOf().scenarios;
    const [splice] = scenario!.speedups;
    expect(splice).toMatchObject({ strategy: 'splice', steps: [{ run: 20 }] });
    expect(splice!.points).toHaveLength(40);
    expect(splice!.steps[0]!.before).toBeCloseTo(1.3, 1);
    const times = scenario!.times.map(({ strategy, steps }) => [
      strategy,
      steps.map(({ run }) => run),
    ]);
    expect(times).toEqual([
      ['read-write', [30]],
      ['splice', [20, 30]],
    ]);
  });

  it('tells no step below the least change', () => {
    const [scenario] = trendOf(nights, { minChange: 0.5 }).scenarios;
    expect([...scenario!.speedups, ...scenario!.times].flatMap(({ steps }) => steps)).toEqual([]);
  });

  it('marks the run with which the kernel changed', () => {
    expect(trendOf().events).toEqual([{ run: 20, what: 'kernel', from: '6.12.48', to: '6.18.0' }]);
  });

  it('is one for each machine, the one with most runs first', () => {
    const guest = nightly({ day: 1, fingerprint: 'x' });
    const trends = trendsOf([guest, ...nights], OPTIONS);
    expect(trends.map(({ runs }) => runs.length)).toEqual([40, 1]);
  });

  it('can be told in the order of commits', () => {
    const later = nightly({ day: 50 });
    const earlier = { ...later, commit: { ...later.commit!, committedAt: '2020-01-01T00:00:00Z' } };
    const { runs } = trendOf([...nights, earlier], { by: 'commit' });
    expect(runs[0]).toBe(earlier);
  });

  it('holds the strategies that were named', () => {
    const [scenario] = trendOf(nights, { strategies: ['splice'] }).scenarios;
    expect(scenario!.times.map(({ strategy }) => strategy)).toEqual(['splice']);
  });

  it('leaves out speedups over another reference than the latest', () => {
    const other = nightly({ day: 0 });
    const renamed = {
      ...other,
      scenarios: other.scenarios.map((one) => ({ ...one, reference: 'cp' })),
    };
    const [scenario] = trendOf([renamed, ...nights]).scenarios;
    expect(scenario).toMatchObject({ otherReference: 1 });
    expect(scenario!.speedups[0]!.points).toHaveLength(40);
    expect(scenario!.times[0]!.points).toHaveLength(41);
  });
});
