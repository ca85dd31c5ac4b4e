/** Workers without processes, for the route from file to file: each copy is answered by a script, takes scripted time, and is written down. */
import type { CopyOrder, CopyReport } from '../../harness/measure/protocol.js';
import type { Worker } from '../../harness/measure/worker-process.js';
import type { FakeClock } from './clock.js';

/** A copy from file to file. */
export type FileOrder = Extract<CopyOrder, { route: 'file-to-file' }>;

/**
 * What the copies of one arm do.
 *
 * @param times how often this worker was asked before
 * @returns elapsed nanoseconds; throws to make the copy fail
 */
export type Script = (order: FileOrder, times: number) => number | Promise<number>;

/** A copy that takes `elapsedNs` every time. */
export const takes =
  (elapsedNs: number): Script =>
  () =>
    elapsedNs;

export function reportOf(elapsedNs: number): CopyReport {
  return {
    elapsedNs,
    sentNs: null,
    roundTripNs: elapsedNs,
    usage: null,
    systemCalls: null,
    eventLoopDelayMaxNs: null,
  };
}

export class FakeWorker implements Worker {
  /** What was asked for, in order. */
  readonly orders: FileOrder[] = [];
  stops = 0;
  readonly #script: Script;
  readonly #clock: FakeClock | undefined;

  /** @param clock moved on by the time each copy takes */
  constructor(script: Script, clock?: FakeClock) {
    this.#script = script;
    this.#clock = clock;
  }

  async copy(order: CopyOrder): Promise<CopyReport> {
    if (this.stops > 0) throw new Error('asked for a copy after its end');
    if (order.route !== 'file-to-file') throw new Error(`asked for a copy ${order.route}`);
    this.orders.push(order);
    const elapsedNs = await this.#script(order, this.orders.length - 1);
    this.#clock?.pass(elapsedNs);
    return reportOf(elapsedNs);
  }

  stop(): Promise<void> {
    this.stops += 1;
    return Promise.resolve();
  }
}
