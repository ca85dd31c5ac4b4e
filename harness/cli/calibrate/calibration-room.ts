/** Where gates are measured for a calibration: what they compare with, and what slows them down. */
import { systemClock } from '../../core/clock.js';
import { HarnessError } from '../../core/errors.js';
import { CONTROL } from '../../measure/sample.js';
import { packageRoot } from '../../core/package-root.js';
import type { LiveGate } from '../../results/gate/calibration.js';
import { compareCell } from '../../results/gate/compare-cell.js';
import { decide, type Decision } from '../../results/gate/decide.js';
import type { GateRules } from '../../results/gate/gate-rules.js';
import { candidates } from '../../results/gate/judge-pass.js';
import {
  lineThrough,
  shareFor,
  type ShareLine,
  type TriedShare,
} from '../../results/gate/shares.js';
import { MARK } from '../../results/gate/sides.js';
import { joinPasses, type ScenarioTimes } from '../../results/pass-times.js';
import { measureGate, plansOf } from '../gate/measure-gate.js';
import { openBuild } from '../gate/open-build.js';
import { racingOpponent, type Opponent } from '../gate/opponent.js';
import { seedOf, takePass, type PassRoom } from '../gate/take-pass.js';
import { Shares, type ShareOf } from './slowdown.js';

/** A slowdown of one strategy, such as 0.1. */
export interface Slowdown {
  strategy: string;
  injected: number;
}

/** Shares that are tried to learn what a share comes out as. */
const TRIED = [0.05, 0.2] as const;

export class CalibrationRoom {
  /**
   * Passes in which nothing was slowed down, to be replayed. Those of a race go on until they are precise: its gates'
   * own end as soon as nobody is slower, and are too short to be drawn from.
   */
  readonly untouched: ScenarioTimes[][] = [];
  shareLines: ShareLine[] = [];
  /** What can be slowed down. */
  strategies: string[] = [];
  readonly #room: PassRoom;
  readonly #rules: GateRules;
  readonly #shares: Shares;
  #taken = 0;

  constructor(room: PassRoom, rules: GateRules) {
    this.#room = room;
    this.#rules = rules;
    this.#shares = new Shares(room.stage);
    if (room.stage.directories.areSeveral)
      throw new HarnessError('E_USAGE', 'A calibration takes one directory. Name one with --dir.');
    if (room.stage.work.scenarios.every(({ route }) => route === 'file-to-file')) return;
    throw new HarnessError(
      'E_USAGE',
      'A calibration copies shares of files again, from file to file. Choose that with --route file-to-file.',
    );
  }

  /** This build against itself, in the same rounds, with so many passes of that recorded. */
  async itself(passes: number): Promise<Opponent> {
    const { work, options, startedAt } = this.#room.stage;
    const { strategies, exclude } = options;
    const wanted = { suite: work.suite.name, isNamed: strategies !== undefined, exclude };
    const opponent = racingOpponent(await openBuild(packageRoot(), wanted), startedAt);
    await this.#record(passes, 'To be replayed', opponent);
    return opponent;
  }

  /** A baseline of so many passes, measured now; fewer when interrupted. */
  async baseline(passes: number): Promise<Pick<Opponent, 'join' | 'pair'>> {
    await this.#record(passes, 'Baseline', AS_PLANNED);
    const before = joinPasses(this.untouched);
    return { join: (plans) => Promise.resolve([...plans]), pair: (now) => ({ before, now }) };
  }

  /** Slows every strategy but the reference down, by two shares, to learn what shares come out as. */
  async tryShares(opponent: Pick<Opponent, 'join' | 'pair'>): Promise<void> {
    const { interrupt, progress } = this.#room.stage;
    const tried = new Map<string, (TriedShare & Pick<ShareLine, 'scenario' | 'strategy'>)[]>();
    for (const share of TRIED) {
      if (interrupt.signal.aborted) return;
      progress.say(`Trying what copying ${share * 100} % again comes out as`);
      const { before, now } = opponent.pair(await this.#pass(opponent, () => share));
      for (const scenario of now) {
        const earlier = before.find(({ id }) => id === scenario.id);
        for (const { name: strategy } of candidates(scenario, 'ratio')) {
          const cell = earlier && compareCell(earlier, scenario, strategy, this.#rules);
          if (!cell) continue;
          const key = `${scenario.id}\n${strategy}`;
          const ratio = cell.change.ratio.estimate;
          const trial = { scenario: scenario.id, strategy, share, ratio };
          tried.set(key, [...(tried.get(key) ?? []), trial]);
        }
      }
    }
    const trials = [...tried.values()];
    this.strategies = [...new Set(trials.flatMap(([one]) => one?.strategy ?? []))];
    if (this.strategies.length === 0) {
      throw new HarnessError(
        'E_USAGE',
        'No strategy beside the reference could be slowed down and measured. Name some that work here with --strategies.',
      );
    }
    this.shareLines = trials.flatMap(([smaller, larger]) => {
      const line = smaller && larger && lineThrough(smaller, larger);
      return line ? [{ scenario: smaller.scenario, strategy: smaller.strategy, ...line }] : [];
    });
  }

  /** One gate, from its first pass to its decision. */
  async gate(
    opponent: Pick<Opponent, 'join' | 'pair'>,
    slowdown: Slowdown | null,
  ): Promise<LiveGate> {
    const beganNs = systemClock.monotonicNs();
    const { evidence, passes } = await measureGate(this.#room, opponent, {
      rules: this.#rules,
      nextPass: () => this.#nextPass(),
      alter: (plans) => this.#shares.slowed(plans, this.#shareOf(slowdown)),
    });
    const elapsedNs = systemClock.monotonicNs() - beganNs;
    const [first] = passes;
    if (!slowdown && first && this.#rules.measure === 'ratio') this.untouched.push(first.times);
    return {
      ...outcomeOf(decide(this.#rules, evidence), slowdown),
      passes: passes.length,
      elapsedNs,
    };
  }

  /** Measures so many passes with nothing slowed down; fewer when interrupted. */
  async #record(passes: number, what: string, opponent: Pick<Opponent, 'join'>): Promise<void> {
    const { progress, interrupt } = this.#room.stage;
    for (let pass = 1; pass <= passes && !interrupt.signal.aborted; pass++) {
      progress.say(`${what}, pass ${pass} of ${passes}`);
      this.untouched.push(await this.#pass(opponent));
    }
  }

  #shareOf(slowdown: Slowdown | null): ShareOf {
    return ({ id }, strategy) => {
      if (strategy !== slowdown?.strategy) return undefined;
      const line = this.shareLines.find((one) => one.scenario === id && one.strategy === strategy);
      return shareFor(slowdown.injected, line);
    };
  }

  /** A pass over everything, with every strategy but the reference slowed down by `share`. */
  async #pass(
    opponent: Pick<Opponent, 'join'>,
    share: () => number | undefined = () => undefined,
  ): Promise<ScenarioTimes[]> {
    const number = this.#nextPass();
    const seed = seedOf(this.#room.prepared, number);
    const plans = await plansOf(this.#room, opponent, { request: EVERYTHING, seed });
    const slowed = await this.#shares.slowed(plans, ({ arms, reference }, name) => {
      const arm = arms.find((one) => one.name === name);
      const isSlowed = arm?.strategy.class !== 'bound' && !isOther(name) && name !== reference;
      return isSlowed ? share() : undefined;
    });
    return (await takePass(this.#room, number, slowed)).times;
  }

  #nextPass(): number {
    return (this.#taken += 1);
  }
}

/** The other side of a race stays as it is, and so does the control. */
function isOther(arm: string): boolean {
  return arm === CONTROL || arm.endsWith(MARK);
}

const EVERYTHING = { only: null, roundsFactor: 1 } as const;
const AS_PLANNED: Pick<Opponent, 'join'> = { join: (plans) => Promise.resolve([...plans]) };

function outcomeOf(
  { cells, outcome }: Decision,
  slowdown: Slowdown | null,
): Omit<LiveGate, 'passes' | 'elapsedNs'> {
  const slowed = cells.filter(({ strategy }) => strategy === slowdown?.strategy);
  return {
    injected: slowdown?.injected ?? 0,
    strategy: slowdown?.strategy ?? null,
    seen: slowed.flatMap((cell) => cell.first?.change.estimate ?? []),
    states: slowed.map(({ state }) => state),
    falseAlarms: cells
      .filter(({ state, strategy }) => state === 'regression' && strategy !== slowdown?.strategy)
      .map(({ strategy }) => strategy),
    outcome,
  };
}
