import { describe, expect, it } from 'vitest';
import type { ScenarioRun } from '../../../harness/measure/scheduler.js';
import { scenarioSchema, type StrategyRecord } from '../../../harness/results/record.js';
import { summariseScenario } from '../../../harness/results/summarise-scenario.js';
import { fakeRun } from '../../fakes/scenario-runs.js';
import { fakeStrategy } from '../../fakes/strategies.js';

/** Warm-up, then eight rounds; `fast` takes half of the reference's time, give or take. */
const TIMES = {
  base: [9000, 1000, 1010, 990, 1000, 1020, 980, 1000, 1005],
  fast: [9000, 500, 503, 497, 500, 512, 488, 501, 500],
  control: [9000, 1001, 1008, 991, 1002, 1018, 982, 999, 1004],
};

function strategyOf(run: ScenarioRun, name: string): StrategyRecord | undefined {
  return summariseScenario(run, 0.02).strategies.find((strategy) => strategy.name === name);
}

const failureOf = (run: ScenarioRun, name: string) => ({
  arm: run.plan.arms.find((arm) => arm.name === name)!,
  round: 3,
  reason: 'byte 7 differs',
});

/** Twelve digits: the last ones are the mathematics library's. */
const rounded = (_: string, value: unknown) =>
  typeof value === 'number' ? Number(value.toPrecision(12)) : value;

describe('a scenario of fixed samples', () => {
  it('gives this record, and the same one every time', async () => {
    const comparisons = [{ name: 'pair', slower: 'base', faster: 'fast' }];
    const unsupported = [{ strategy: fakeStrategy('absent'), reason: 'no such call' }];
    const run = fakeRun(TIMES, { plan: { comparisons, unsupported } });
    const record = summariseScenario(run, 0.02);
    expect(scenarioSchema.parse(record)).toEqual(record);
    expect(summariseScenario(run, 0.02)).toEqual(record);
    await expect(`${JSON.stringify(record, rounded, 2)}\n`).toMatchFileSnapshot(
      'golden/scenario.json',
    );
  });

  it('says what a person would say of these times', () => {
    const record = summariseScenario(fakeRun(TIMES), 0.02);
    const [base, fast] = record.strategies;
    expect(base).toMatchObject({ name: 'base', outcome: 'measured', samples: 8, medianNs: 1000 });
    expect(base).not.toHaveProperty('speedup');
    expect(fast).toMatchObject({ verdict: 'faster', minNs: 488, maxNs: 512 });
    expect(record.control?.speedup.estimate).toBeCloseTo(1, 2);
    expect(record.strategies.map(({ name }) => name)).not.toContain('control');
  });
});

describe('rounds', () => {
  it('the warm-up round is in no figure', () => {
    const cold = { ...TIMES, fast: TIMES.fast.with(0, 1) };
    expect(strategyOf(fakeRun(cold), 'fast')).toEqual(strategyOf(fakeRun(TIMES), 'fast'));
  });

  it('too few for an interval leave the verdict unclear', () => {
    const few = { base: [9, 10, 10], fast: [9, 5, 5], control: [9, 10, 10] };
    expect(strategyOf(fakeRun(few), 'fast')).toMatchObject({
      lowNs: null,
      speedup: { estimate: expect.closeTo(2, 12), low: null, high: null },
      verdict: 'unclear',
    });
  });

  it('pairs only those in which both arms were measured', () => {
    const shorter = { ...TIMES, fast: TIMES.fast.slice(0, 8) };
    expect(strategyOf(fakeRun(shorter), 'fast')).toMatchObject({ samples: 7, verdict: 'faster' });
  });
});

describe('classes', () => {
  it('a copy whose destination shares extents is a clone, and is not ranked', () => {
    const samples = { fast: { sharedBytes: 1000 } };
    const fast = strategyOf(fakeRun(TIMES, { samples }), 'fast');
    expect(fast).toMatchObject({ class: 'clone', outcome: 'measured' });
    expect(fast).not.toHaveProperty('speedup');
    expect(fast).not.toHaveProperty('verdict');
  });

  it('a filesystem that cannot tell makes no clone', () => {
    const samples = { fast: { sharedBytes: null } };
    expect(strategyOf(fakeRun(TIMES, { samples }), 'fast')).toMatchObject({ class: 'copy' });
  });

  it('what moved no bytes has no rate', () => {
    const samples = { fast: { bytes: 0, cpuUserUs: 1, cpuSystemUs: 1 } };
    expect(strategyOf(fakeRun(TIMES, { samples }), 'fast')).toMatchObject({
      bytesPerSecond: null,
      cpuNsPerByte: null,
    });
  });

  it('a source that was not proven warm once is not called warm', () => {
    const samples = { fast: { residentShare: null } };
    expect(summariseScenario(fakeRun(TIMES), 0.02).cache).toBe('warm');
    expect(summariseScenario(fakeRun(TIMES, { samples }), 0.02).cache).toBe('unverified');
  });
});

describe('resources', () => {
  it('are medians of those samples that know them, and null where none does', () => {
    const samples = { fast: { cpuUserUs: 3, cpuSystemUs: 4, peakRssBytes: 77 } };
    expect(strategyOf(fakeRun(TIMES, { samples }), 'fast')).toMatchObject({
      cpuNsPerByte: 7,
      peakRssBytes: 77,
      voluntarySwitches: null,
    });
  });
});

describe('failures', () => {
  it('a strategy that failed gets no figures, and what it took stays counted', () => {
    const run = fakeRun(TIMES, {
      plan: { comparisons: [{ name: 'pair', slower: 'base', faster: 'fast' }] },
    });
    run.failures.push(failureOf(run, 'fast'));
    const record = summariseScenario(run, 0.02);
    expect(record.strategies[1]).toEqual({
      name: 'fast',
      label: 'fast',
      class: 'copy',
      runtime: 'javascript',
      outcome: 'failed',
      reason: 'byte 7 differs',
      samples: 8,
    });
    expect(record.comparisons).toEqual([]);
  });

  it('nothing is compared with a reference that failed', () => {
    const run = fakeRun(TIMES);
    run.failures.push(failureOf(run, 'base'));
    const record = summariseScenario(run, 0.02);
    expect(record.control).toBeNull();
    expect(record.strategies[1]).toMatchObject({ name: 'fast', outcome: 'measured' });
    expect(record.strategies[1]).not.toHaveProperty('speedup');
  });

  it('without the control no verdict is given', () => {
    const run = fakeRun(TIMES);
    run.failures.push(failureOf(run, 'control'));
    expect(summariseScenario(run, 0.02).control).toBeNull();
    expect(strategyOf(run, 'fast')).toMatchObject({ verdict: 'unclear' });
  });

  it('a strategy whose turn did not come is left out, and not called failed', () => {
    const run = fakeRun({ ...TIMES, late: [9000] }, { run: { stopped: 'interrupted' } });
    expect(strategyOf(run, 'late')).toBeUndefined();
  });
});

describe('system calls', () => {
  const seen = {
    counted: 'strace',
    byName: { read: 3, write: 2 },
    bytesPerCall: 9,
    others: 4,
  } as const;
  const refused = { counted: null, reason: 'not counted: strace is not installed' } as const;

  it('are those that the copier counted, else those of one copy under strace', () => {
    const calls = new Map([
      ['base', seen],
      ['fast', seen],
    ]);
    const run = fakeRun(TIMES, { run: { calls }, samples: { fast: { systemCalls: 7 } } });
    expect(strategyOf(run, 'base')).toMatchObject({ systemCalls: 5, calls: seen });
    expect(strategyOf(run, 'fast')).toMatchObject({ systemCalls: 7, calls: seen });
  });

  it('that nobody counted have the reason', () => {
    const calls = new Map([
      ['base', refused],
      ['fast', refused],
    ]);
    const run = fakeRun(TIMES, { run: { calls }, samples: { fast: { systemCalls: 7 } } });
    expect(strategyOf(run, 'base')).toMatchObject({ systemCalls: null, calls: refused });
    expect(strategyOf(run, 'fast')).toMatchObject({ systemCalls: 7, calls: { counted: 'copier' } });
  });
});
