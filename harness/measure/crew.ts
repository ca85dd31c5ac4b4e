/** The workers of a scenario and what they brought: one sample at a time, taken again after a disturbance. */
import { describeError } from '../core/errors.js';
import { askAfterwards, type Afterwards, type ToldAfterwards } from './after-rounds.js';
import type { Earlier } from './earlier.js';
import { FarEndLost, GroundLost } from './misfortune.js';
import {
  INTERRUPTED,
  type DisturbanceWatch,
  type Failure,
  type Observer,
  type Place,
  type TakeSample,
} from './observer.js';
import type { Arm, ScenarioPlan } from './plan.js';
import type { Sample } from './sample.js';
import type { Worker } from './worker-process.js';

export interface CrewContext extends Afterwards {
  startWorker(arm: Arm): Promise<Worker>;
  takeSample: TakeSample;
  observer: Observer;
  disturbances: DisturbanceWatch;
  /** Aborted by Ctrl-C: the copy in flight is waited for and does not count, then the scenario ends. */
  signal: AbortSignal;
}

/** How often one copy is made again before its strategy is given up. */
const MOST_ATTEMPTS = 5;

interface Attempt {
  taken: { ok: true; sample: Sample } | { ok: false; error: unknown };
  /** Why it does not count, or undefined. */
  disturbance: string | undefined;
}

export class Crew {
  readonly samples: Sample[];
  readonly failures: Failure[];
  /** What the programs behind strategies say of themselves, by arm. */
  readonly versions = new Map<string, string>();
  /** What was asked after the last round. */
  told: ToldAfterwards = { calls: new Map(), events: new Map(), clients: new Map() };
  readonly #plan: ScenarioPlan;
  readonly #context: CrewContext;
  readonly #workers = new Map<Arm, Worker>();

  constructor(plan: ScenarioPlan, context: CrewContext, earlier: Earlier) {
    this.#plan = plan;
    this.#context = context;
    this.samples = [...earlier.samples];
    this.failures = earlier.failures.flatMap(({ strategy, round, reason }) => {
      const arm = plan.arms.find(({ name }) => name === strategy);
      return arm ? [{ arm, round, reason }] : [];
    });
  }

  /** The arms that work. */
  get arms(): readonly Arm[] {
    return [...this.#workers.keys()];
  }

  /** Starts a worker for each arm that did not fail in an earlier session. */
  async start(): Promise<void> {
    const failed = new Set(this.failures.map(({ arm }) => arm));
    const arms = this.#plan.arms.filter((arm) => !failed.has(arm));
    await Promise.all(arms.map((arm) => this.#start(arm, 0)));
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#workers.values()].map((worker) => worker.stop()));
  }

  /**
   * Takes one sample; false when it was interrupted and there is none.
   *
   * @throws GroundLost when no arm could take one any more
   */
  async take(arm: Arm, place: Place): Promise<boolean> {
    const { observer, signal } = this.#context;
    let last: string | undefined;
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
      const worker = this.#workers.get(arm);
      if (!worker) return true;
      observer.copyBegins(this.#plan, arm, place);
      const { taken, disturbance } = await this.#attempt(arm, worker, place);
      if (disturbance === undefined) {
        if (taken.ok) await this.#keep(taken.sample);
        else if (taken.error instanceof GroundLost) throw taken.error;
        else await this.#giveUp(arm, place.round, taken.error);
        return true;
      }
      last = disturbance;
      await observer.discarded(this.#plan, arm, place, disturbance);
      if (signal.aborted) return false;
      // Whoever failed then may be gone, or still at it.
      if (!taken.ok) await this.#replace(arm, worker, place);
    }
    const reason = `disturbed ${MOST_ATTEMPTS} times in a row, the last time: ${last}`;
    await this.#giveUp(arm, place.round, new Error(reason));
    return true;
  }

  /** Last, since what is asked then would be in the way of copies that are timed. */
  async askAfterwards(round: number): Promise<void> {
    const { takeSample, signal } = this.#context;
    this.told = await askAfterwards(
      this.#workers,
      this.#context,
      (arm, worker, position) => takeSample(arm, worker, { round, position }),
      signal,
    );
  }

  async #attempt(arm: Arm, worker: Worker, place: Place): Promise<Attempt> {
    const { takeSample, disturbances, signal } = this.#context;
    const happened = disturbances.begin();
    const taken = await takeSample(arm, worker, place).then(
      (sample) => ({ ok: true as const, sample }),
      (error: unknown) => ({ ok: false as const, error }),
    );
    const outside = happened() ?? (signal.aborted ? INTERRUPTED : undefined);
    return { taken, disturbance: outside ?? lossOf(taken) };
  }

  async #keep(sample: Sample): Promise<void> {
    this.samples.push(sample);
    await this.#context.observer.sampled(this.#plan, sample);
  }

  /** Another worker for the arm, made warm as every worker is. */
  async #replace(arm: Arm, worker: Worker, { round, position }: Place): Promise<void> {
    this.#workers.delete(arm);
    await worker.stop();
    await this.#start(arm, round);
    if (round > 0) await this.take(arm, { round: 0, position });
  }

  async #start(arm: Arm, round: number): Promise<void> {
    try {
      const worker = await this.#context.startWorker(arm);
      this.#workers.set(arm, worker);
      if (worker.version !== undefined) this.versions.set(arm.name, worker.version);
    } catch (error) {
      await this.#fail(arm, round, error);
    }
  }

  async #giveUp(arm: Arm, round: number, error: unknown): Promise<void> {
    const worker = this.#workers.get(arm);
    this.#workers.delete(arm);
    await worker?.stop();
    await this.#fail(arm, round, error);
  }

  async #fail(arm: Arm, round: number, error: unknown): Promise<void> {
    const failure = { arm, round, reason: describeError(error) };
    this.failures.push(failure);
    await this.#context.observer.failed(this.#plan, failure);
  }
}

/** The other end of the copy is gone, if that is why it failed. */
function lossOf(taken: Attempt['taken']): string | undefined {
  if (taken.ok || !(taken.error instanceof FarEndLost)) return undefined;
  return taken.error.message.replace(/\.$/, '');
}
