/** One scenario while it runs: its workers, its rounds in their planned order, and how it stands after a block. */
import type { Clock } from '../core/clock.js';
import { roundOrders } from '../statistics/williams.js';
import type { ToldAfterwards } from './after-rounds.js';
import { Crew, type CrewContext } from './crew.js';
import { NOTHING, orderSoFar, roundTimes, type Earlier } from './earlier.js';
import { knownSpeedups } from './known-speedups.js';
import type { Failure } from './observer.js';
import type { Arm, ScenarioPlan } from './plan.js';
import { CONTROL, type Sample } from './sample.js';
import { stopReason, type StopQuestion, type StopReason } from './stop-rule.js';

export interface SchedulerContext extends CrewContext {
  clock: Clock;
  precision: number;
  /** Monotonic times: when the share of the scenarios that run together, and when the whole budget, is spent. */
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
  /** Time that what was asked after the last round took, nanoseconds. */
  explainedNs: number;
}

interface Turn {
  arm: Arm;
  position: number;
}

export class RunningScenario {
  readonly #plan: ScenarioPlan;
  readonly #context: SchedulerContext;
  readonly #crew: Crew;
  readonly #order: string[][];
  readonly #orders: Iterator<readonly number[], never>;
  readonly #roundNs: number[];
  /** The last round that an earlier session began, and the one to take next. */
  readonly begun: number;
  #next: number;
  #stopped: ScenarioRun['stopped'] = 'empty';
  #startedNs = 0;
  #explainedNs = 0;

  /** @param earlier what an earlier session took of it: it goes on after that, with a fresh warm-up round */
  constructor(plan: ScenarioPlan, context: SchedulerContext, earlier: Earlier = NOTHING) {
    this.#plan = plan;
    this.#context = context;
    this.#crew = new Crew(plan, context, earlier);
    this.#order = orderSoFar(plan, earlier);
    this.#roundNs = roundTimes(earlier.samples);
    this.#orders = roundOrders({ arms: Math.max(1, plan.arms.length), seed: plan.seed });
    this.begun = Math.max(0, this.#order.length - 1);
    this.#next = Math.max(1, this.begun);
    for (let round = 1; round < this.#next; round += 1) this.#orders.next();
  }

  /** The round that is to be taken, or gone on with, next. */
  get next(): number {
    return this.#next;
  }

  /** What its next block will take, judged by its last round, nanoseconds. */
  get blockNs(): number {
    return this.#crew.arms.length === 0 ? 0 : 2 * (this.#roundNs.at(-1) ?? 0);
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

  /**
   * Last, since whatever counts is in the way of the copy. Workers are as warm as they will ever be. Where no round was
   * measured there is nothing to explain.
   */
  async askAfterwards(): Promise<void> {
    const { clock } = this.#context;
    const round = this.#order.length;
    if (round <= 1) return;
    const beganNs = clock.monotonicNs();
    await this.#crew.askAfterwards(round);
    this.#explainedNs = clock.monotonicNs() - beganNs;
  }

  /** One copy by every arm, in the order of the plan; after a seam again, beside what was recorded before it. */
  async warmUp(): Promise<void> {
    const isResumed = this.#order.length > 0;
    const turns = this.#plan.arms.map((arm, position) => ({ arm, position }));
    if (!this.#context.signal.aborted) await this.#turns(0, turns, isResumed ? [] : this.#open(0));
  }

  /** One copy per arm that still works, but for those it has already; ends early when interrupted. */
  async round(): Promise<void> {
    const round = this.#next++;
    const order = this.#orders.next().value;
    if (this.#context.signal.aborted || this.#plan.arms.length === 0) return;
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

  /**
   * Why it could stop now, or undefined while it wants another block.
   *
   * @param nextBlockNs what the next block of all scenarios that run together will take
   */
  standing(nextBlockNs: number): { stopped: ScenarioRun['stopped'] | undefined; tell: Tell } {
    const { signal, observer } = this.#context;
    if (signal.aborted) return this.#ends('interrupted');
    if (this.#crew.arms.length === 0) return this.#ends('empty');
    const question = this.#question(nextBlockNs);
    const reason = stopReason(question);
    if (reason) this.#stopped = reason;
    const tell: Tell = (stops) =>
      observer.blockEnds(this.#plan, question, stops ? reason : undefined);
    return { stopped: reason, tell };
  }

  #ends(stopped: 'interrupted' | 'empty'): { stopped: ScenarioRun['stopped']; tell: Tell } {
    this.#stopped = stopped;
    return { stopped, tell: () => undefined };
  }

  #question(nextBlockNs: number): StopQuestion {
    const { clock, precision, shareEndsNs, budgetEndsNs } = this.#context;
    const { reference, rivals, decides, rounds: limits } = this.#plan;
    const now = clock.monotonicNs();
    return {
      known: knownSpeedups({
        samples: this.#crew.samples,
        names: this.#comparedArms(),
        reference,
        rivals,
      }),
      ...decides,
      rounds: this.#order.length - 1,
      limits,
      precision,
      remainingNs: shareEndsNs - now,
      totalRemainingNs: budgetEndsNs - now,
      nextBlockNs,
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
      explainedNs: this.#explainedNs,
    };
  }
}

/** Tells the observer how a block ended, once it is known whether the scenario stops with it. */
export type Tell = (stops: boolean) => void;
