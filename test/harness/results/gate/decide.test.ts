import { describe, expect, it } from 'vitest';
import { decide, type Decision } from '../../../../harness/results/gate/decide.js';
import { gateSchema } from '../../../../harness/results/gate/gate-record.js';
import { hearPass, type HeardPass } from '../../../../harness/results/gate/procedure.js';
import { joinPasses, type ScenarioTimes } from '../../../../harness/results/pass-times.js';
import {
  fakeTimes,
  withArmOf,
  withoutFigures,
  type FakeTimes,
} from '../../../fakes/scenario-times.js';
import type { GateRules } from '../../../../harness/results/gate/gate-rules.js';

const RULES: GateRules = {
  measure: 'ratio',
  margin: 0.05,
  sameMachine: true,
  bound: 'memory-copy',
};
const BASELINE = joinPasses(['a', 'b', 'c'].map((seed) => [fakeTimes(seed)]));
const SLOW_SPLICE = { strategies: { splice: 0.8 * 1.15, 'stream-pipe': 5 } };

interface Given {
  now?: FakeTimes | ScenarioTimes;
  sharper?: FakeTimes;
  again?: FakeTimes | ScenarioTimes;
  before?: ScenarioTimes[];
  rules?: Partial<GateRules>;
  disturbance?: string;
}

function gate(given: Given): Decision {
  const { now = {}, sharper, again, before = BASELINE, disturbance = null } = given;
  const rules = { ...RULES, ...given.rules };
  const heard = (seed: string, times: FakeTimes | ScenarioTimes): HeardPass => {
    const scenario = 'arms' in times ? times : fakeTimes(seed, times);
    return hearPass({ pair: { before, now: [scenario] }, disturbance }, rules);
  };
  return decide(rules, {
    first: heard('now', now),
    sharper: sharper && heard('sharper', sharper),
    confirmation: again && heard('again', again),
  });
}

function stateOf({ cells }: Decision, strategy: string): string {
  return cells.find((cell) => cell.strategy === strategy)?.state ?? 'no cell';
}

describe('a gate against a baseline', () => {
  it('passes where nothing changed, and has a cell for each copy but the reference', () => {
    const decision = gate({});
    expect(decision).toMatchObject({ outcome: 'pass', exitStatus: 0, reasons: [] });
    expect(decision.cells.map(({ strategy, state }) => [strategy, state])).toEqual([
      ['splice', 'pass'],
      ['stream-pipe', 'pass'],
    ]);
  });

  it('does not mind a machine that is slower as a whole, and says so', () => {
    const decision = gate({ now: { machine: 1.4 } });
    expect(decision).toMatchObject({ outcome: 'pass', exitStatus: 0 });
    expect(decision.reasons).toEqual([
      expect.stringMatching(
        /^The reference read-write itself takes 1\.\d+x .* the machine is slower now/,
      ),
    ]);
  });

  it('does not normalise away what slows all copies alike', () => {
    const decision = gate({ now: { copies: 1.4 } });
    expect(decision.outcome).toBe('pass');
    expect(decision.reasons.join()).toContain('what all copies share (kernel, filesystem or disk)');
    const absolute = gate({
      now: { copies: 1.4 },
      again: { copies: 1.4 },
      rules: { measure: 'time' },
    });
    expect(absolute).toMatchObject({ outcome: 'regression', exitStatus: 1 });
    expect(stateOf(absolute, 'read-write')).toBe('regression');
  });

  it('calls a regression only what is slower twice', () => {
    const twice = gate({ now: SLOW_SPLICE, again: SLOW_SPLICE });
    expect(twice).toMatchObject({ outcome: 'regression', exitStatus: 1 });
    expect([stateOf(twice, 'splice'), stateOf(twice, 'stream-pipe')]).toEqual([
      'regression',
      'pass',
    ]);
    const once = gate({ now: SLOW_SPLICE, again: {} });
    expect(once).toMatchObject({ outcome: 'pass', exitStatus: 0 });
    expect(once.cells.find(({ strategy }) => strategy === 'splice')?.reason).toContain(
      'not so again',
    );
  });

  it('is not sure about what slowed down as memory did', () => {
    const memory = { ...SLOW_SPLICE, memory: 1.15 };
    const decision = gate({ now: memory });
    expect(decision).toMatchObject({ outcome: 'inconclusive', exitStatus: 3 });
    expect(decision.sentence).toBe('Inconclusive: 1 of 2 cells cannot be told.');
    expect(decision.reasons[0]).toMatch(
      /^splice, .*: Slower by more than 5 % \(1\.1\dx .*, but not relative to the bound \((1\.0|0\.9)\d+x .*: memory may/,
    );
    const [cell] = decision.cells;
    expect(cell?.first?.besideBound?.estimate).toBeCloseTo(1, 1);
    const confirmed = gate({ now: SLOW_SPLICE, again: memory });
    expect(confirmed).toMatchObject({ outcome: 'inconclusive', exitStatus: 3 });
    expect(confirmed.reasons[0]).toContain('measured again: 1.1');
  });

  it('finds a slowdown beyond that of memory', () => {
    const worse = { strategies: { splice: 0.8 * 1.4, 'stream-pipe': 5 }, memory: 1.15 };
    const decision = gate({ now: worse, again: worse });
    expect(decision).toMatchObject({ outcome: 'regression', exitStatus: 1 });
    expect(stateOf(decision, 'stream-pipe')).toBe('pass');
  });

  it('asks the reference alone where no bound was measured', () => {
    const now = withoutFigures(fakeTimes('now', SLOW_SPLICE), 'memory-copy', 'failed', 'EIO');
    expect(stateOf(gate({ now, again: now }), 'splice')).toBe('regression');
    const rules = { bound: null };
    const memory = { ...SLOW_SPLICE, memory: 1.15 };
    expect(stateOf(gate({ now: memory, again: memory, rules }), 'splice')).toBe('regression');
  });

  it('is not sure about what could not be measured again', () => {
    expect(gate({ now: SLOW_SPLICE })).toMatchObject({ outcome: 'inconclusive', exitStatus: 3 });
  });

  it('does not take a confirmation whose control arm is off', () => {
    const decision = gate({ now: SLOW_SPLICE, again: { ...SLOW_SPLICE, control: 1.3 } });
    expect(decision).toMatchObject({ outcome: 'inconclusive', exitStatus: 3 });
    expect(decision.reasons[0]).toContain('measured again in vain: read-write differs from itself');
  });

  it('reports improvements and never fails for them', () => {
    const decision = gate({ now: { strategies: { splice: 0.5, 'stream-pipe': 5 } } });
    expect(decision).toMatchObject({ outcome: 'pass', exitStatus: 0 });
    expect(stateOf(decision, 'splice')).toBe('improvement');
  });

  it.each(['failed', 'unsupported'] as const)(
    'never passes a strategy that is %s now',
    (outcome) => {
      const decision = gate({ now: withoutFigures(fakeTimes('now'), 'splice', outcome, 'EPERM') });
      expect(decision).toMatchObject({ outcome: 'regression', exitStatus: 1 });
      expect(decision.reasons[0]).toContain(`it is ${outcome} now: EPERM`);
    },
  );

  it('never passes a strategy that is gone, and welcomes a new one', () => {
    const gone = gate({ now: { strategies: { splice: 0.8 } } });
    expect([gone.outcome, stateOf(gone, 'stream-pipe')]).toEqual(['regression', 'missing']);
    const fresh = gate({ now: { strategies: { splice: 0.8, 'stream-pipe': 5, cp: 1 } } });
    expect([fresh.outcome, stateOf(fresh, 'cp')]).toEqual(['pass', 'new']);
  });

  it('is inconclusive about a scenario whose turn did not come', () => {
    const other = fakeTimes('x', { id: 'file-to-file/200MB/warm/buffered/new' });
    const decision = gate({ before: [...BASELINE, other] });
    expect(decision).toMatchObject({ outcome: 'inconclusive', exitStatus: 3 });
    expect(decision.reasons[0]).toContain('the run ended before its turn');
  });

  it('is empty, and not green, where nothing can be compared', () => {
    expect(gate({ before: [], now: {} })).toMatchObject({ outcome: 'empty', exitStatus: 4 });
    const nothing = hearPass({ pair: { before: [], now: [] }, disturbance: null }, RULES);
    expect(
      decide(RULES, { first: nothing, sharper: undefined, confirmation: undefined }),
    ).toMatchObject({ outcome: 'empty', exitStatus: 4 });
  });

  it('is void where the control arm is off or too noisy, or the machine was disturbed', () => {
    for (const now of [{ control: 1.2 }, { sigma: 0.5 }]) {
      expect(gate({ now })).toMatchObject({ outcome: 'void', exitStatus: 3 });
    }
    const { id } = fakeTimes('now');
    expect(gate({ disturbance: 'the machine was suspended' }).reasons).toEqual([
      `${id} is void: the machine was suspended.`,
    ]);
  });

  it('raises the margin of a cell to what its baseline passes differ by', () => {
    const passes = [0.8, 0.92].map((splice, index) => [
      fakeTimes(`pass ${index}`, { strategies: { splice } }),
    ]);
    const decision = gate({ before: joinPasses(passes), now: { strategies: { splice: 0.8 } } });
    const [cell] = decision.cells;
    expect(cell?.margin).toBeGreaterThan(0.1);
    expect(cell?.margin).toBeLessThan(0.3);
  });

  it('believes the longer measurement where the first pass left a cell open', () => {
    const noisy = withArmOf(
      fakeTimes('now', { rounds: 12 }),
      'splice',
      fakeTimes('noise', { rounds: 12, sigma: 0.2 }),
    );
    const open = gate({ now: noisy });
    expect(open).toMatchObject({ outcome: 'inconclusive', exitStatus: 3 });
    const longer = gate({ now: noisy, sharper: { rounds: 72 } });
    expect(longer).toMatchObject({ outcome: 'pass', exitStatus: 0 });
    const [cell] = longer.cells;
    expect([cell?.screening?.rounds, cell?.first?.rounds]).toEqual([12, 72]);
  });

  it('does not mind noise where even the upper end of the interval is no slowdown', () => {
    const strategies = { splice: 0.8 * 0.8, 'stream-pipe': 5 };
    const noisy = withArmOf(
      fakeTimes('now', { rounds: 12 }),
      'splice',
      fakeTimes('noise', { strategies, rounds: 12, sigma: 0.2 }),
    );
    const [cell] = gate({ now: noisy }).cells;
    expect(cell).toMatchObject({ strategy: 'splice', state: 'pass' });
    expect(cell?.first?.verdict).toBe('unclear');
    expect(cell?.reason).toContain('No slower by more than');
  });

  it('is not sure about a strategy that fails while it is confirmed, and says why', () => {
    const broken = withoutFigures(fakeTimes('again', SLOW_SPLICE), 'splice', 'failed', 'EIO');
    const decision = gate({ now: SLOW_SPLICE, again: broken });
    expect(decision).toMatchObject({ outcome: 'inconclusive', exitStatus: 3 });
    expect(decision.reasons[0]).toContain('measured again in vain: it failed there: EIO');
  });

  it('gives cells and scenarios that fit the schema of gate.json', () => {
    const { cells, scenarios } = gate({ now: SLOW_SPLICE, again: SLOW_SPLICE });
    expect(gateSchema.shape.cells.parse(cells)).toEqual(cells);
    expect(gateSchema.shape.scenarios.parse(scenarios)).toEqual(scenarios);
  });
});

describe('a gate of two builds in the same rounds', () => {
  const before = fakeTimes('before');
  const rules = { measure: 'paired' } as const;

  it('judges the reference as well', () => {
    const decision = gate({ before: [before], rules });
    expect(decision.cells.map(({ strategy }) => strategy)).toEqual([
      'read-write',
      'splice',
      'stream-pipe',
    ]);
    expect(decision.outcome).toBe('pass');
  });

  it('finds what became slower in all copies', () => {
    const decision = gate({
      before: [before],
      now: { copies: 1.2 },
      again: { copies: 1.2 },
      rules,
    });
    expect(decision).toMatchObject({ outcome: 'regression', exitStatus: 1 });
    expect(decision.scenarios[0]?.uniform).toBeNull();
  });
});
