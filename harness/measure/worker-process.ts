/** The harness's end of a worker: starts the process, asks it for copies, ends it. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { CopyJob } from '../../strategies/strategy.js';
import { HarnessError } from '../core/errors.js';
import {
  decode,
  encode,
  fromWireError,
  responseSchema,
  type CopyReport,
  type Response,
} from './protocol.js';

/** One arm of a scenario as the scheduler sees it. */
export interface Worker {
  /** Makes one copy. Rejects with the strategy's error, or `E_WORKER` when the process is gone. */
  copy(job: CopyJob): Promise<CopyReport>;
  /** Ends the process and waits until it is gone. */
  stop(): Promise<void>;
}

/** How a worker is started: a program and its arguments. */
export interface WorkerCommand {
  file: string;
  args: readonly string[];
}

/** How long a worker may take. */
export interface Patience {
  /** To say `ready`. */
  startMs: number;
  /** To leave when its stdin ends. */
  stopMs: number;
}

const PATIENCE: Patience = { startMs: 30_000, stopMs: 5_000 };
/** How long to wait for what a worker that is gone wrote to stderr. */
const LAST_WORDS_MS = 1_000;
/** Last bytes of a worker's stderr that an error message quotes. */
const STDERR_BYTES = 2000;

/** A started worker process that has said `ready`. */
export class WorkerProcess implements Worker {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #lines: Interface;
  readonly #messages: AsyncIterator<string>;
  readonly #gone: Promise<string>;
  readonly #heardOut: Promise<void>;
  readonly #stopMs: number;
  #stderr = '';
  #nextId = 0;

  /**
   * Starts a worker and waits for its `ready`.
   *
   * @throws HarnessError `E_WORKER` when it does not start, or speaks another version of the protocol
   */
  static async start(command: WorkerCommand, patience = PATIENCE): Promise<WorkerProcess> {
    const worker = new WorkerProcess(command, patience.stopMs);
    try {
      const ready = await withTimeout(worker.#receive(), patience.startMs, 'say that it is ready');
      if (ready.type !== 'ready') {
        throw new HarnessError('E_PROTOCOL', `The worker began with "${ready.type}", not "ready".`);
      }
    } catch (error) {
      await worker.#kill();
      throw error;
    }
    return worker;
  }

  private constructor({ file, args }: WorkerCommand, stopMs: number) {
    this.#stopMs = stopMs;
    // A session of its own: Ctrl-C at a terminal reaches the harness alone, which lets the copy finish.
    this.#child = spawn(file, args, { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
    this.#gone = new Promise((resolve) => {
      this.#child.once('error', (error) => resolve(`could not be started: ${error.message}`));
      this.#child.once('exit', (status, signal) =>
        resolve(signal ? `was ended by ${signal}` : `exited with status ${status}`),
      );
    });
    this.#child.stderr.on('data', (chunk: Buffer) => {
      this.#stderr = (this.#stderr + chunk.toString()).slice(-STDERR_BYTES);
    });
    this.#heardOut = new Promise((resolve) => this.#child.stderr.once('close', () => resolve()));
    // A worker that died cannot be written to; #receive tells the reason.
    this.#child.stdin.on('error', () => undefined);
    this.#lines = createInterface({ input: this.#child.stdout });
    this.#messages = this.#lines[Symbol.asyncIterator]();
  }

  async copy(job: CopyJob): Promise<CopyReport> {
    const id = this.#nextId++;
    this.#child.stdin.write(encode({ type: 'copy', id, ...job }));
    const response = await this.#receive();
    if (response.type === 'failure' && response.id === id) throw fromWireError(response.error);
    if (response.type === 'sample' && response.id === id) return response.report;
    throw new HarnessError(
      'E_PROTOCOL',
      `The worker answered request ${id} with ${JSON.stringify(response).slice(0, 200)}.`,
    );
  }

  async stop(): Promise<void> {
    this.#child.stdin.end();
    await this.#leave();
    this.#lines.close();
  }

  async #receive(): Promise<Response> {
    const next = await this.#messages.next();
    if (!next.done) return decode(responseSchema, next.value);
    const end = await this.#leave();
    // Its last words may still be on the way; a process it started may keep the pipe open for ever.
    await withTimeout(this.#heardOut, LAST_WORDS_MS, 'close its stderr').catch(() => undefined);
    const words = this.#stderr.trim();
    throw new HarnessError(
      'E_WORKER',
      `The worker ${end}${words ? `; it said: ${words}` : ' and said nothing.'}`,
    );
  }

  /** Waits until the process is gone, which has nothing to do any more, and tells how it went. */
  async #leave(): Promise<string> {
    await withTimeout(this.#gone, this.#stopMs, 'leave').catch(() => this.#kill());
    return this.#gone;
  }

  async #kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#gone;
    this.#lines.close();
  }
}

async function withTimeout<T>(promise: Promise<T>, ms: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new HarnessError('E_WORKER', `The worker did not ${what} within ${ms / 1000} s.`));
    }, ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
