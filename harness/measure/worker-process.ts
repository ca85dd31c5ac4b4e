/** The harness's end of a worker: starts the process, asks it for copies, ends it. */
import { HarnessError } from '../core/errors.js';
import { deadlineMs, within } from './deadline.js';
import { LineProcess, type LineCommand } from './line-process.js';
import {
  decode,
  encode,
  fromWireError,
  responseSchema,
  type CopyOrder,
  type CopyReport,
  type Response,
  type Watching,
} from './protocol.js';

/** One arm of a scenario as the scheduler sees it. */
export interface Worker {
  /** What a peer says of itself: the version of its language, the system call it uses. */
  readonly version?: string | undefined;
  /** The process that copies, where it is one. */
  readonly pid?: number | undefined;
  /** Makes one copy. Rejects with the strategy's error, or `E_WORKER` when the process is gone or too slow. */
  copy(order: CopyOrder): Promise<CopyReport>;
  /** Ends the process and waits until it is gone. */
  stop(): Promise<void>;
}

/** How a worker is started: a program and its arguments. */
export type WorkerCommand = LineCommand;

/** How long a worker may take. */
export interface Patience {
  /** To say `ready`. */
  startMs: number;
  /** To leave when its stdin ends. */
  stopMs: number;
  /** To copy so many bytes. */
  copyMs(sizeBytes: number): number;
}

const PATIENCE: Patience = { startMs: 30_000, stopMs: 5_000, copyMs: deadlineMs };

/** A started worker process that has said `ready`. */
export class WorkerProcess implements Worker {
  readonly #process: LineProcess;
  readonly #patience: Patience;
  readonly #watching: Watching;
  #version: string | undefined;
  #nextId = 0;

  /**
   * Starts a worker and waits for its `ready`.
   *
   * @param watching what every copy is ordered with
   * @throws HarnessError `E_WORKER` when it does not start, or speaks another version of the protocol
   */
  static async start(
    command: WorkerCommand,
    patience: Partial<Patience> = {},
    watching: Watching = {},
  ): Promise<WorkerProcess> {
    const worker = new WorkerProcess(command, { ...PATIENCE, ...patience }, watching);
    try {
      await worker.#begin();
    } catch (error) {
      await worker.#process.kill();
      throw error;
    }
    return worker;
  }

  private constructor(command: WorkerCommand, patience: Patience, watching: Watching) {
    this.#patience = patience;
    this.#watching = watching;
    this.#process = new LineProcess(command, {
      name: 'The worker',
      code: 'E_WORKER',
      stopMs: patience.stopMs,
    });
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  get version(): string | undefined {
    return this.#version;
  }

  async copy(order: CopyOrder): Promise<CopyReport> {
    const id = this.#nextId++;
    this.#process.send(encode({ type: 'copy', id, ...this.#watching, ...order }));
    const response = await this.#receive('finish the copy', this.#patience.copyMs(order.sizeBytes));
    if (response.type === 'failure' && response.id === id) throw fromWireError(response.error);
    if (response.type === 'sample' && response.id === id) return response.report;
    throw new HarnessError(
      'E_PROTOCOL',
      `The worker answered request ${id} with ${JSON.stringify(response).slice(0, 200)}.`,
    );
  }

  stop(): Promise<void> {
    return this.#process.stop();
  }

  async #begin(): Promise<void> {
    const ready = await this.#receive('say that it is ready', this.#patience.startMs);
    if (ready.type !== 'ready') {
      throw new HarnessError('E_PROTOCOL', `The worker began with "${ready.type}", not "ready".`);
    }
    this.#version = ready.version;
  }

  /** One that does not answer in time is ended: whatever it says later would answer another question. */
  async #receive(what: string, ms: number): Promise<Response> {
    try {
      const line = await within(this.#process.receive(), ms, () => this.#process.late(what, ms));
      return decode(responseSchema, line);
    } catch (error) {
      await this.#process.kill();
      throw error;
    }
  }
}
