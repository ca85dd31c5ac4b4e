import { describe, expect, it } from 'vitest';
import { compareRuns } from '../../../harness/results/compare-runs.js';
import { elsewhere, fakeSampledRun } from '../../fakes/sampled-runs.js';

const times = { base: 1e6, fast: 5e5, same: 9.9e5 };
const run = (day: number, changed: Record<string, number> = {}, changes = {}) =>
  fakeSampledRun({
    day,
    scenarios: [{ sizeBytes: 7e6, times: { ...times, ...changed } }],
    changes,
  });
const few = (day: number) =>
  fakeSampledRun({ day, scenarios: [{ sizeBytes: 7e6, times, rounds: 2 }] });
const sized = (day: number, ...sizes: number[]) =>
  fakeSampledRun({ day, scenarios: sizes.map((sizeBytes) => ({ sizeBytes, times })) });

function figuresOf(comparison: ReturnType<typeof compareRuns>, name: string) {
  return comparison.scenarios[0]!.strategies.find((one) => one.name === name)!.figures;
}

describe('two runs', () => {
  it('of the same thing show no change', () => {
    const comparison = compareRuns([run(1), run(2)]);
    const [before, now] = figuresOf(comparison, 'fast');
    expect(before!.change).toBeNull();
    expect(now!.change!.ratio.low).toBeLessThan(1);
    expect(now!.change!.ratio.high).toBeGreaterThan(1);
    expect(['same', 'unclear']).toContain(now!.change!.verdict);
  });

  it('show a change of speedup as the factor between the speedups', () => {
    const [, now] = figuresOf(compareRuns([run(1), run(2, { fast: 6e5 })]), 'fast');
    expect(now!.change!.ratio.estimate).toBeCloseTo(5 / 6, 1);
    expect(now!.change!.verdict).toBe('slower');
    expect(now!.timeChange!.estimate).toBeCloseTo(6 / 5, 1);
  });

  it('show no change of speedup on a machine that is slower in all', () => {
    const slow = { base: 2e6, fast: 1e6, same: 1.98e6 };
    const [, now] = figuresOf(compareRuns([run(1), run(2, slow)]), 'fast');
    expect(now!.change!.verdict).not.toBe('slower');
    expect(now!.timeChange!.estimate).toBeCloseTo(2, 1);
  });

  it('of two machines have no ratio of times', () => {
    const machine = elsewhere({ fingerprint: 'other' });
    const [, now] = figuresOf(compareRuns([run(1), run(2, {}, { machine })]), 'fast');
    expect(now!.timeChange).toBeNull();
    expect(now!.change).not.toBeNull();
  });

  it('the reference has times and no change', () => {
    const [, now] = figuresOf(compareRuns([run(1), run(2)]), 'base');
    expect(now).toMatchObject({ change: null });
    expect(now!.timeChange).not.toBeNull();
  });

  it('with other references are not compared by speedup', () => {
    const other = fakeSampledRun({
      day: 2,
      scenarios: [{ sizeBytes: 7e6, times: { fast: 5e5, base: 1e6 } }],
    });
    const [, now] = figuresOf(compareRuns([run(1), other]), 'base');
    expect(now!.change).toBeNull();
  });

  it('of too few rounds have an estimate and no interval', () => {
    const [, now] = figuresOf(compareRuns([few(1), few(2)]), 'fast');
    expect(now!.change).toMatchObject({ ratio: { low: null, high: null }, verdict: 'unclear' });
  });

  it('a clock that stood still leaves no ratio', () => {
    const { record, samples } = run(2);
    const still = samples.map((sample) =>
      sample.strategy === 'fast' ? { ...sample, elapsedNs: 0 } : sample,
    );
    const [, now] = figuresOf(compareRuns([run(1), { record, samples: still }]), 'fast');
    expect(now).toMatchObject({ change: null, timeChange: null });
  });
});

describe('scenarios', () => {
  it('of one run only stand apart', () => {
    const { scenarios, unmatched } = compareRuns([sized(1, 7e6, 8e6), sized(2, 7e6, 9e6)]);
    expect(scenarios).toHaveLength(1);
    expect(unmatched.map(({ run: from, scenario }) => [from, scenario.sizeBytes])).toEqual([
      [0, 8e6],
      [1, 9e6],
    ]);
  });

  it('are compared with the first run that has them', () => {
    const { scenarios } = compareRuns([sized(1, 7e6), sized(2, 8e6), sized(3, 8e6)]);
    expect(scenarios.map(({ base }) => base)).toEqual([1]);
    expect(scenarios[0]!.strategies[0]!.figures.map((figure) => figure !== null)).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('need not be in common', () => {
    const { scenarios, unmatched } = compareRuns([sized(1, 7e6), sized(2, 8e6)]);
    expect([scenarios.length, unmatched.length]).toEqual([0, 2]);
  });
});
