/** Runs one scenario: a worker per arm, a warm-up round, then blocks of interleaved rounds until it is enough. */
import type { Clock } from '../core/clock.js';
import { describeError } from '../core/errors.js';
import { roundOrders } from '../statistics/williams.js';
import type { CallCount } from './call-count.js';
import type { Arm, ScenarioPlan } from './plan.js';
import { CONTROL, isWarmUp, type Sample } from './sample.js';
import { stopReason, type StopReason } from './stop-rule.js';
import type { Worker } from './worker-process.js';

/** Where a copy stands in the run. */
export interface Place {
  round: number;
  position: number;
}

/** A route: makes, checks and clears away one copy. Rejects when the copy failed or its result is wrong. */
export type TakeSample = (arm: Arm, worker: Worker, place: Place) => Promise<Sample>;

/** Counts the system calls of `copy`. Never rejects. */
export type CountCalls = (
  arm: Arm,
  worker: Worker,
  copy: () => Promise<unknown>,
) => Promise<CallCount>;

/** Told of everything as it happens. A sample is stored before the next copy begins. */
export interface Observer {
  roundBegins(scenario: ScenarioPlan, round: number): void;
  copyBegins(scenario: ScenarioPlan, arm: Arm, place: Place): void;
  sampled(scenario: ScenarioPlan, sample: Sample): Promise<void>;
}

export interface SchedulerContext {
  startWorker(arm: Arm): Promise<Worker>;
  takeSample: TakeSample;
  /** Has one more copy made, and tells its system calls; absent where nobody wants to know. */
  countCalls?: CountCalls;
  observer: Observer;
  clock: Clock;
  /** Aborted by Ctrl-C: the copy in flight is finished, then the scenario ends. */
  signal: AbortSignal;
  precision: number;
  /** Monotonic times: when this scenario's share, and when the whole budget, is spent. */
  shareEndsNs: number;
  budgetEndsNs: number;
}

export interface Failure {
  arm: Arm;
  round: number;
  reason: string;
}

export interface ScenarioRun {
  plan: ScenarioPlan;
  samples: Sample[];
  failures: Failure[];
  /** Names in the order they ran; the first entry is the warm-up round. */
  order: string[][];
  rounds: number;
  stopped: StopReason | 'interrupted' | 'empty';
  /** What the programs behind strategies say of themselves, by strategy name. */
  versions: ReadonlyMap<string, string>;
  /** System calls of one copy that is no sample, by strategy name, as far as they were asked for. */
  calls: ReadonlyMap<string, CallCount>;
  /** Time that starting the workers took, nanoseconds. */
  startedNs: number;
}

/** Runs `plan` to its end; a failing strategy costs that strategy, never the scenario. */
export async function runScenario(
  plan: ScenarioPlan,
  context: SchedulerContext,
): Promise<ScenarioRun> {
  const run = new RunningScenario(plan, context);
  try {
    await run.startWorkers();
    await run.round(plan.arms.map((_, index) => index));
    await run.measure();
    await run.countCalls();
  } finally {
    await run.stopWorkers();
  }
  return run.result();
}

class RunningScenario {
  readonly #plan: ScenarioPlan;
  readonly #context: SchedulerContext;
  readonly #workers = new Map<Arm, Worker>();
  readonly #samples: Sample[] = [];
  readonly #failures: Failure[] = [];
  readonly #order: string[][] = [];
  readonly #roundNs: number[] = [];
  readonly #versions = new Map<string, string>();
  readonly #calls = new Map<string, CallCount>();
  #stopped: ScenarioRun['stopped'] = 'empty';
  #startedNs = 0;

  constructor(plan: ScenarioPlan, context: SchedulerContext) {
    this.#plan = plan;
    this.#context = context;
  }

  async startWorkers(): Promise<void> {
    const { clock } = this.#context;
    const beganNs = clock.monotonicNs();
    await Promise.all(
      this.#plan.arms.map(async (arm) => {
        try {
          const worker = await this.#context.startWorker(arm);
          this.#workers.set(arm, worker);
          if (worker.version !== undefined) this.#versions.set(arm.name, worker.version);
        } catch (error) {
          this.#fail(arm, 0, error);
        }
      }),
    );
    this.#startedNs = clock.monotonicNs() - beganNs;
  }

  async stopWorkers(): Promise<void> {
    await Promise.all([...this.#workers.values()].map((worker) => worker.stop()));
  }

  /** Blocks of two rounds, a row of the design and its mirror image, until the stop rule says so. */
  async measure(): Promise<void> {
    const { arms, seed } = this.#plan;
    if (arms.length === 0) return;
    const orders = roundOrders({ arms: arms.length, seed });
    while (this.#goesOn()) {
      await this.round(orders.next().value);
      await this.round(orders.next().value);
    }
  }

  /** Last, since whatever counts is in the way of the copy. Workers are as warm as they will ever be. */
  async countCalls(): Promise<void> {
    const { countCalls, takeSample, signal } = this.#context;
    const round = this.#order.length;
    for (const [position, [arm, worker]] of [...this.#workers].entries()) {
      if (!countCalls || signal.aborted) return;
      if (arm.name === CONTROL || arm.strategy.class !== 'copy') continue;
      const copy = () => takeSample(arm, worker, { round, position });
      this.#calls.set(arm.name, await countCalls(arm, worker, copy));
    }
  }

  /** One copy per arm that still works, in the given order; ends early when interrupted. */
  async round(order: readonly number[]): Promise<void> {
    const { observer, clock, signal } = this.#context;
    if (signal.aborted) return;
    const round = this.#order.length;
    const startedNs = clock.monotonicNs();
    const names: string[] = [];
    this.#order.push(names);
    observer.roundBegins(this.#plan, round);
    for (const [position, index] of order.entries()) {
      const arm = this.#plan.arms[index]!;
      const worker = this.#workers.get(arm);
      if (!worker || signal.aborted) continue;
      names.push(arm.name);
      await this.#take(arm, worker, { round, position });
    }
    this.#roundNs.push(clock.monotonicNs() - startedNs);
  }

  async #take(arm: Arm, worker: Worker, place: Place): Promise<void> {
    const { observer, takeSample } = this.#context;
    observer.copyBegins(this.#plan, arm, place);
    let sample: Sample;
    try {
      sample = await takeSample(arm, worker, place);
    } catch (error) {
      this.#fail(arm, place.round, error);
      this.#workers.delete(arm);
      await worker.stop();
      return;
    }
    this.#samples.push(sample);
    await observer.sampled(this.#plan, sample);
  }

  #fail(arm: Arm, round: number, error: unknown): void {
    this.#failures.push({ arm, round, reason: describeError(error) });
  }

  #goesOn(): boolean {
    if (this.#context.signal.aborted) this.#stopped = 'interrupted';
    else if (this.#workers.size === 0) this.#stopped = 'empty';
    else {
      const reason = this.#stopReason();
      if (!reason) return true;
      this.#stopped = reason;
    }
    return false;
  }

  #stopReason(): StopReason | undefined {
    const { clock, precision, shareEndsNs, budgetEndsNs } = this.#context;
    const now = clock.monotonicNs();
    return stopReason({
      samples: this.#samples.filter((sample) => !isWarmUp(sample)),
      compared: this.#comparedArms(),
      reference: this.#plan.reference,
      rounds: this.#order.length - 1,
      limits: this.#plan.rounds,
      precision,
      remainingNs: shareEndsNs - now,
      totalRemainingNs: budgetEndsNs - now,
      nextBlockNs: 2 * (this.#roundNs.at(-1) ?? 0),
    });
  }

  #comparedArms(): string[] {
    return [...this.#workers.keys()]
      .filter(({ name, strategy }) => name !== this.#plan.reference && strategy.class === 'copy')
      .map(({ name }) => name);
  }

  result(): ScenarioRun {
    return {
      plan: this.#plan,
      samples: this.#samples,
      failures: this.#failures,
      order: this.#order,
      rounds: Math.max(0, this.#order.length - 1),
      stopped: this.#stopped,
      versions: this.#versions,
      calls: this.#calls,
      startedNs: this.#startedNs,
    };
  }
}
