/** Workers without processes: each copy is answered by a script, takes scripted time, and is written down. */
import type { CopyReport } from '../../harness/measure/protocol.js';
import type { Worker } from '../../harness/measure/worker-process.js';
import type { CopyJob } from '../../strategies/strategy.js';
import type { FakeClock } from './clock.js';

/**
 * What the copies of one arm do.
 *
 * @param times how often this worker was asked before
 * @returns elapsed nanoseconds; throws to make the copy fail
 */
export type Script = (job: CopyJob, times: number) => number | Promise<number>;

/** A copy that takes `elapsedNs` every time. */
export const takes =
  (elapsedNs: number): Script =>
  () =>
    elapsedNs;

export function reportOf(elapsedNs: number): CopyReport {
  return {
    elapsedNs,
    roundTripNs: elapsedNs,
    usage: null,
    systemCalls: null,
    eventLoopDelayMaxNs: null,
  };
}

export class FakeWorker implements Worker {
  /** The jobs asked for, in order. */
  readonly jobs: CopyJob[] = [];
  stops = 0;
  readonly #script: Script;
  readonly #clock: FakeClock | undefined;

  /** @param clock moved on by the time each copy takes */
  constructor(script: Script, clock?: FakeClock) {
    this.#script = script;
    this.#clock = clock;
  }

  async copy(job: CopyJob): Promise<CopyReport> {
    if (this.stops > 0) throw new Error('asked for a copy after its end');
    this.jobs.push(job);
    const elapsedNs = await this.#script(job, this.jobs.length - 1);
    this.#clock?.pass(elapsedNs);
    return reportOf(elapsedNs);
  }

  stop(): Promise<void> {
    this.stops += 1;
    return Promise.resolve();
  }
}
