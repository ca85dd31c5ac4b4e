/** Runs one scenario: a worker per arm, a warm-up round, then blocks of interleaved rounds until it is enough. */
import type { Clock } from '../core/clock.js';
import { roundOrders } from '../statistics/williams.js';
import type { ToldAfterwards } from './after-rounds.js';
import { Crew, type CrewContext } from './crew.js';
import { NOTHING, orderSoFar, roundTimes, type Earlier } from './earlier.js';
import type { Failure } from './observer.js';
import type { Arm, ScenarioPlan } from './plan.js';
import { CONTROL, isWarmUp, type Sample } from './sample.js';
import { stopReason, type StopQuestion, type StopReason } from './stop-rule.js';

export type { Failure, Observer, Place, TakeSample } from './observer.js';

export interface SchedulerContext extends CrewContext {
  clock: Clock;
  precision: number;
  /** Monotonic times: when this scenario's share, and when the whole budget, is spent. */
  shareEndsNs: number;
  budgetEndsNs: number;
}

export interface ScenarioRun extends ToldAfterwards {
  plan: ScenarioPlan;
  samples: Sample[];
  failures: Failure[];
  /** Names in the order they ran; the first entry is the warm-up round. */
  order: string[][];
  rounds: number;
  stopped: StopReason | 'interrupted' | 'empty';
  /** What the programs behind strategies say of themselves, by strategy name. */
  versions: ReadonlyMap<string, string>;
  /** Time that starting the workers took, nanoseconds. */
  startedNs: number;
}

/**
 * Runs `plan` to its end; a failing strategy costs that strategy, never the scenario.
 *
 * @param earlier what an earlier session took of it: it goes on after that, with a fresh warm-up round
 */
export async function runScenario(
  plan: ScenarioPlan,
  context: SchedulerContext,
  earlier: Earlier = NOTHING,
): Promise<ScenarioRun> {
  const run = new RunningScenario(plan, context, earlier);
  try {
    await run.startWorkers();
    await run.warmUp();
    await run.measure();
    await run.askAfterwards();
  } finally {
    await run.stopWorkers();
  }
  return run.result();
}

interface Turn {
  arm: Arm;
  position: number;
}

class RunningScenario {
  readonly #plan: ScenarioPlan;
  readonly #context: SchedulerContext;
  readonly #crew: Crew;
  readonly #order: string[][];
  readonly #roundNs: number[];
  #stopped: ScenarioRun['stopped'] = 'empty';
  #startedNs = 0;

  constructor(plan: ScenarioPlan, context: SchedulerContext, earlier: Earlier) {
    this.#plan = plan;
    this.#context = context;
    this.#crew = new Crew(plan, context, earlier);
    this.#order = orderSoFar(plan, earlier);
    this.#roundNs = roundTimes(earlier.samples);
  }

  async startWorkers(): Promise<void> {
    const { clock } = this.#context;
    const beganNs = clock.monotonicNs();
    await this.#crew.start();
    this.#startedNs = clock.monotonicNs() - beganNs;
  }

  stopWorkers(): Promise<void> {
    return this.#crew.stop();
  }

  /** Last, since whatever counts is in the way of the copy. Workers are as warm as they will ever be. */
  askAfterwards(): Promise<void> {
    return this.#crew.askAfterwards(this.#order.length);
  }

  /** One copy by every arm, in the order of the plan; after a seam again, beside what was recorded before it. */
  async warmUp(): Promise<void> {
    const isResumed = this.#order.length > 0;
    const turns = this.#plan.arms.map((arm, position) => ({ arm, position }));
    if (!this.#context.signal.aborted) await this.#turns(0, turns, isResumed ? [] : this.#open(0));
  }

  /** Blocks of two rounds, a row of the design and its mirror image, until the stop rule says so. */
  async measure(): Promise<void> {
    const { arms, seed } = this.#plan;
    if (arms.length === 0) return;
    const orders = roundOrders({ arms: arms.length, seed });
    const begun = this.#order.length - 1;
    for (let round = 1; round < begun; round += 1) orders.next();
    // Where a session ended: what is left of its last round, and of its last block.
    let round = Math.max(1, begun);
    if (begun > 0) await this.#round(round++, orders.next().value);
    if (begun % 2 === 1) await this.#round(round++, orders.next().value);
    while (this.#goesOn()) {
      await this.#round(round++, orders.next().value);
      await this.#round(round++, orders.next().value);
    }
  }

  /** One copy per arm that still works, in the given order, but for those it has already; ends early when interrupted. */
  async #round(round: number, order: readonly number[]): Promise<void> {
    if (this.#context.signal.aborted) return;
    const taken = new Set(
      this.#crew.samples.filter((sample) => sample.round === round).map(({ strategy }) => strategy),
    );
    const turns = order
      .map((index, position) => ({ arm: this.#plan.arms[index]!, position }))
      .filter(({ arm }) => !taken.has(arm.name));
    if (turns.length === 0) return;
    await this.#turns(round, turns, this.#open(round));
  }

  /** The names of a round in the order they run, to be filled. */
  #open(round: number): string[] {
    return (this.#order[round] ??= []);
  }

  async #turns(round: number, turns: readonly Turn[], names: string[]): Promise<void> {
    const { observer, signal, clock } = this.#context;
    const startedNs = clock.monotonicNs();
    observer.roundBegins(this.#plan, round);
    for (const { arm, position } of turns) {
      if (!this.#crew.arms.includes(arm) || signal.aborted) continue;
      if (await this.#crew.take(arm, { round, position })) names.push(arm.name);
    }
    // Interrupted before its first sample: it has not begun.
    if (names.length === 0 && this.#order.at(-1) === names) this.#order.pop();
    await observer.roundEnds(this.#plan, round);
    // What is left of a round that an earlier session began says nothing of a whole one.
    if (turns.length === this.#plan.arms.length)
      this.#roundNs.push(clock.monotonicNs() - startedNs);
  }

  #goesOn(): boolean {
    if (this.#context.signal.aborted) this.#stopped = 'interrupted';
    else if (this.#crew.arms.length === 0) this.#stopped = 'empty';
    else {
      const standing = this.#standing();
      const reason = stopReason(standing);
      this.#context.observer.blockEnds(this.#plan, standing, reason);
      if (!reason) return true;
      this.#stopped = reason;
    }
    return false;
  }

  #standing(): StopQuestion {
    const { clock, precision, shareEndsNs, budgetEndsNs } = this.#context;
    const now = clock.monotonicNs();
    return {
      samples: this.#crew.samples.filter((sample) => !isWarmUp(sample)),
      compared: this.#comparedArms(),
      reference: this.#plan.reference,
      rivals: this.#plan.rivals,
      rounds: this.#order.length - 1,
      limits: this.#plan.rounds,
      precision,
      remainingNs: shareEndsNs - now,
      totalRemainingNs: budgetEndsNs - now,
      nextBlockNs: 2 * (this.#roundNs.at(-1) ?? 0),
    };
  }

  /** Copies and the control; where arms have rivals, those that do, the reference too. Bounds are compared with nobody. */
  #comparedArms(): string[] {
    const { reference, rivals } = this.#plan;
    return this.#crew.arms
      .filter(({ name, strategy }) => {
        if (rivals) return strategy.class !== 'bound' && (rivals.has(name) || name === CONTROL);
        return name !== reference && strategy.class === 'copy';
      })
      .map(({ name }) => name);
  }

  result(): ScenarioRun {
    return {
      plan: this.#plan,
      samples: this.#crew.samples,
      failures: this.#crew.failures,
      order: this.#order,
      rounds: Math.max(0, this.#order.length - 1),
      stopped: this.#stopped,
      versions: this.#crew.versions,
      ...this.#crew.told,
      startedNs: this.#startedNs,
    };
  }
}
