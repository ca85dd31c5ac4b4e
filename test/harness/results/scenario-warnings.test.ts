import { describe, expect, it } from 'vitest';
import type { ScenarioRun } from '../../../harness/measure/scheduler.js';
import { scenarioWarnings } from '../../../harness/results/scenario-warnings.js';
import { summariseScenario } from '../../../harness/results/summarise-scenario.js';
import type { Warning } from '../../../harness/results/warning.js';
import { fakeRun } from '../../fakes/scenario-runs.js';

const FLAT = [1000, 1001, 999, 1002, 998, 1000, 1001, 999, 1000];
const scaled = (factor: number) => FLAT.map((time) => time * factor);
const CALM = { base: FLAT, fast: scaled(0.5), control: FLAT.with(3, 1001) };

function warningsOf(run: ScenarioRun): Warning[] {
  return scenarioWarnings(run, summariseScenario(run, 0.02), { precision: 0.03, cores: 2 });
}

const under = (congestion: string) => ({ congestion, companionCongestion: 'cubic' });
const codesOf = (run: ScenarioRun) => warningsOf(run).map(({ code }) => code);

describe('a scenario', () => {
  it('in which nothing is doubtful raises no warning', () => {
    expect(warningsOf(fakeRun(CALM))).toEqual([]);
  });

  it('whose control misses 1 is doubted', () => {
    const [warning] = warningsOf(fakeRun({ ...CALM, control: scaled(1.1) }));
    expect(warning).toMatchObject({ code: 'control-off', scenario: fakeRun(CALM).plan.id });
    expect(warning?.message).toMatch(/base against itself, came out as 0\.9\d+x to 0\.9\d+x/);
  });

  it('with too few rounds says how many it takes', () => {
    const few = { base: [9, 10, 10], fast: [9, 5, 5], control: [9, 10, 10] };
    const [warning] = warningsOf(fakeRun(few));
    expect(warning).toMatchObject({ code: 'few-rounds' });
    expect(warning?.message).toBe('Only 2 rounds were measured, and a 95 % interval needs 6.');
  });

  it('whose intervals stayed wide names the strategies', () => {
    const wide = { ...CALM, fast: [500, 400, 600, 450, 550, 650, 350, 500, 480] };
    const [warning] = warningsOf(fakeRun(wide, { run: { stopped: 'budget' } }));
    expect(warning).toMatchObject({ code: 'budget-spent' });
    expect(warning?.message).toBe('One speedup interval is wider than +-3 %: fast.');
  });

  it('tells of a failed strategy, and of a failed control', () => {
    const run = fakeRun(CALM);
    for (const arm of run.plan.arms.filter(({ name }) => name !== 'base')) {
      run.failures.push({ arm, round: 1, reason: 'ENOSPC' });
    }
    const failed = warningsOf(run).filter(({ code }) => code === 'strategy-failed');
    expect(failed.map(({ strategy, message }) => [strategy, message])).toEqual([
      ['fast', 'fast failed: ENOSPC.'],
      ['control', 'control failed: ENOSPC.'],
    ]);
  });

  it('warns of a connection that is paced at either end', () => {
    const ends = { congestion: 'cubic', companionCongestion: 'bbr' };
    const run = fakeRun(CALM, {
      samples: { base: { ...ends, companionCongestion: 'cubic' }, fast: ends },
    });
    const [warning, ...others] = warningsOf(run);
    expect(others).toEqual([]);
    expect(warning).toMatchObject({ code: 'pacing-congestion-control' });
    expect(warning?.message).toContain('under bbr, which sends at a pace of its own making: fast.');
  });

  it('names strategies that send under different congestion control', () => {
    const same = fakeRun(CALM, { samples: { base: under('cubic'), fast: under('cubic') } });
    expect(warningsOf(same)).toEqual([]);
    const run = fakeRun(CALM, { samples: { base: under('cubic'), fast: under('reno') } });
    expect(warningsOf(run)).toMatchObject([
      { code: 'congestion-differs', message: expect.stringContaining('base: cubic; fast: reno.') },
    ]);
  });

  it('names a copy that turned out to be a clone', () => {
    const run = fakeRun(CALM, { samples: { fast: { sharedBytes: 1000 } } });
    expect(warningsOf(run)).toMatchObject([{ code: 'clone-in-copy-class', strategy: 'fast' }]);
  });

  it('names a strategy with two speeds', () => {
    const two = [500, 500, 2000, 501, 2010, 499, 1990, 500, 2001];
    const found = warningsOf(fakeRun({ ...CALM, fast: two }));
    expect(found).toContainEqual(expect.objectContaining({ code: 'bimodal', strategy: 'fast' }));
  });

  it('sees its reference grow slower', () => {
    const growing = [1000, 1000, 1050, 1100, 1150, 1200, 1250, 1300, 1350];
    const run = fakeRun({ base: growing, fast: scaled(0.5), control: growing });
    const drift = warningsOf(run).find(({ code }) => code === 'drift');
    expect(drift?.message).toMatch(/^base became \d\d % slower from the first round to the last/);
  });

  it('feels a hypervisor that takes CPU time away', () => {
    const stolen = { stealMs: 1 };
    expect(codesOf(fakeRun(CALM, { samples: { fast: stolen } }))).toEqual(['steal-high']);
    expect(codesOf(fakeRun(CALM, { samples: { fast: { stealMs: null } } }))).toEqual([]);
  });
});
