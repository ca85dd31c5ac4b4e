/** A child process that is spoken to in lines over stdin and stdout. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { refuseEndless } from '../core/endless-line.js';
import { HarnessError, type HarnessErrorCode } from '../core/errors.js';
import { startedOn } from './affinity.js';
import { within } from './deadline.js';
import { endGroup, groupEnded, groupStarted } from './guard.js';
import { FarEndLost } from './misfortune.js';

/** How a process is started: a program and its arguments. */
export interface LineCommand {
  file: string;
  args: readonly string[];
  /** The only CPUs that it may run on, with all its threads and whatever it starts; undefined: as this process. */
  cpus?: readonly number[] | undefined;
}

/** What it is called in messages, and the code of its errors. */
export interface Role {
  name: string;
  code: HarnessErrorCode;
  /** Whether it stands at the other end of every strategy's copies, so that its end is no fault of one. */
  isFarEnd?: boolean;
  /** How long it may take to leave when its stdin ends. */
  stopMs: number;
}

/** How long to wait for what a process that is gone wrote to stderr. */
const LAST_WORDS_MS = 1_000;
/** Last bytes of a process's stderr that an error message quotes. */
const STDERR_BYTES = 2000;

export class LineProcess {
  readonly #role: Role;
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #lines: Interface;
  readonly #received: AsyncIterator<string>;
  readonly #gone: Promise<string>;
  readonly #heardOut: Promise<void>;
  #stderr = '';

  constructor({ file, args, cpus }: LineCommand, role: Role) {
    this.#role = role;
    // A session of its own: Ctrl-C at a terminal reaches the harness alone, which lets the copy finish.
    this.#child = startedOn(cpus, () =>
      spawn(file, args, { stdio: ['pipe', 'pipe', 'pipe'], detached: true }),
    );
    if (this.#child.pid !== undefined) groupStarted(this.#child.pid);
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
    // A process that died cannot be written to; receive() tells the reason.
    this.#child.stdin.on('error', () => undefined);
    // What it said until then is the line, and no message.
    refuseEndless(this.#child.stdout, () => this.#killGroup());
    this.#lines = createInterface({ input: this.#child.stdout });
    this.#received = this.#lines[Symbol.asyncIterator]();
  }

  /** Undefined where it could not be started. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** @param line ends in a newline */
  send(line: string): void {
    this.#child.stdin.write(line);
  }

  /**
   * The next line it says.
   *
   * @throws HarnessError of its role when it is gone, or FarEndLost, with how it ended and its last words
   */
  async receive(): Promise<string> {
    const next = await this.#received.next();
    if (!next.done) return next.value;
    const end = await this.#leave();
    // Its last words may still be on the way; a process it started may keep the pipe open for ever.
    await within(this.#heardOut, LAST_WORDS_MS, () => this.late('close its stderr', 0)).catch(
      () => undefined,
    );
    const words = this.#stderr.trim();
    const said = words ? `; it said: ${words}` : ' and said nothing.';
    const message = `${this.#role.name} ${end}${said}`;
    throw this.#role.isFarEnd
      ? new FarEndLost(message)
      : new HarnessError(this.#role.code, message);
  }

  /** The error for one that did not do `what` within `ms`. */
  late(what: string, ms: number): HarnessError {
    return new HarnessError(
      this.#role.code,
      `${this.#role.name} timed out: it did not ${what} within ${Number((ms / 1000).toPrecision(3))} s.`,
    );
  }

  /** Ends it by ending its stdin, or with a signal when it does not leave; resolves when it is gone. */
  async stop(): Promise<void> {
    this.#child.stdin.end();
    await this.#leave();
    this.#forget();
  }

  /** Ends it at once; resolves when it is gone. */
  async kill(): Promise<void> {
    this.#killGroup();
    await this.#gone;
    this.#forget();
  }

  #forget(): void {
    this.#killGroup();
    if (this.#child.pid !== undefined) groupEnded(this.#child.pid);
    this.#lines.close();
  }

  /** It leads a group of its own, in which is also whatever it started and did not end. */
  #killGroup(): void {
    const { pid } = this.#child;
    if (pid !== undefined) endGroup(pid);
  }

  /** Waits until the process is gone, which has nothing to do any more, and tells how it went. */
  async #leave(): Promise<string> {
    const { stopMs } = this.#role;
    await within(this.#gone, stopMs, () => this.late('leave', stopMs)).catch(() => this.kill());
    return this.#gone;
  }
}
