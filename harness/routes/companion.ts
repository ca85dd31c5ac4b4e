/** The harness's end of the companion: starts the process, gives it orders, ends it. */
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SocketAddress } from '../binding/addon.js';
import { HarnessError, messageOf } from '../core/errors.js';
import { deadlineMs, within } from '../measure/deadline.js';
import { LineProcess, type LineCommand } from '../measure/line-process.js';
import { FarEndLost } from '../measure/misfortune.js';
import { decode, encode, fromWireError, type Endpoint } from '../measure/protocol.js';
import { answerSchema, type Answer, type Facts, type Order } from './companion-protocol.js';
import type { ListenAt } from './door.js';

/** A transfer on the companion's side: it is ready for it, and how it ends. */
export interface Transfer {
  done: Promise<Facts>;
}

const START_MS = 30_000;
const STOP_MS = 1_000;
/** How much longer the harness waits than the companion does, so that the companion can say what went wrong. */
const GRACE_MS = 5_000;
/** A dead process is known to be dead after this. */
const DEATH_MS = 100;
/** sun_path in bind(2) holds 108 bytes, the last of them zero; unix(7). */
const LONGEST_PATH = 107;

interface Pending {
  begun(): void;
  done(facts: Facts): void;
  failed(error: unknown): void;
}

type TransferOrder = Exclude<Order, { type: 'expect' }>;
/** What is wanted of a transfer. */
export type Wanted<O = TransferOrder> = O extends unknown ? Omit<O, 'id' | 'timeoutMs'> : never;

export class Companion {
  readonly #process: LineProcess;
  readonly #at: ListenAt;
  readonly #copyMs: (sizeBytes: number) => number;
  readonly #pending = new Map<number, Pending>();
  #listening: Extract<Answer, { type: 'listening' }> | undefined;
  #ended: string | undefined;
  #listened = Promise.resolve();
  #nextId = 0;

  /**
   * Starts a companion that listens at `at`.
   *
   * @param command how its program is started, up to its own arguments
   * @param copyMs milliseconds that a transfer of so many bytes may take
   * @throws HarnessError `E_COMPANION` when it does not start or cannot listen there
   */
  static async start(
    command: LineCommand,
    at: ListenAt,
    copyMs: (sizeBytes: number) => number = deadlineMs,
  ): Promise<Companion> {
    requireShort(at);
    const companion = new Companion(command, at, copyMs);
    try {
      await companion.#begin();
    } catch (error) {
      await companion.#process.kill();
      throw error;
    }
    companion.#listened = companion.#listen();
    return companion;
  }

  private constructor(command: LineCommand, at: ListenAt, copyMs: (sizeBytes: number) => number) {
    this.#at = at;
    this.#copyMs = copyMs;
    const where = at.kind === 'unix' ? [at.kind, at.path] : [at.kind];
    this.#process = new LineProcess(
      { ...command, args: [...command.args, ...where] },
      { name: 'The companion', code: 'E_COMPANION', isFarEnd: true, stopMs: STOP_MS },
    );
  }

  /** How it ended, when it did: another one is needed then. */
  get ended(): string | undefined {
    return this.#ended;
  }

  /** Whether it moves bytes by the addon. */
  get isNative(): boolean {
    return this.#listening?.moves === 'native';
  }

  /** Announces so many workers, once; each endpoint lets one of them in. */
  expect(workers: number): Endpoint[] {
    const tokens = Array.from({ length: workers }, () => randomBytes(16).toString('hex'));
    this.#process.send(encode({ type: 'expect', tokens } satisfies Order));
    return tokens.map((token) => ({ ...this.#address(), token }));
  }

  /** Resolves when the companion is about to do its part. */
  async transfer(wanted: Wanted): Promise<Transfer> {
    if (this.#ended !== undefined) throw new FarEndLost(this.#ended);
    const id = this.#nextId++;
    const timeoutMs = this.#copyMs('sizeBytes' in wanted ? wanted.sizeBytes : 0);
    let markBegun: Pending['begun'] | undefined;
    const begins = new Promise<void>((begun) => (markBegun = begun));
    const ends = new Promise<Facts>((done, failed) => {
      this.#pending.set(id, { begun: () => markBegun?.(), done, failed });
    });
    const done = this.#inTime(ends, timeoutMs + GRACE_MS);
    // Whoever gives up on a transfer need not listen to how it ends.
    done.catch(() => undefined);
    this.#process.send(encode({ ...wanted, id, timeoutMs }));
    await Promise.race([begins, done]);
    return { done };
  }

  /** After a failed transfer: a companion that is dying gets a moment to be seen dead. */
  async mayEnd(): Promise<void> {
    await Promise.race([this.#listened, sleep(DEATH_MS)]);
  }

  /** Ends the process at once, in the middle of what it does. */
  kill(): void {
    void this.#process.kill();
  }

  /** Ends the process; no socket file is left. */
  async stop(): Promise<void> {
    await this.#process.stop();
    if (this.#at.kind === 'unix') await rm(this.#at.path, { force: true });
  }

  #address(): SocketAddress {
    if (!this.#listening) throw new Error('The companion does not listen yet.');
    return this.#listening.address;
  }

  async #begin(): Promise<void> {
    const answer = await within(this.#receive(), START_MS, () =>
      this.#process.late('listen', START_MS),
    );
    if (answer.type !== 'listening') {
      throw new HarnessError('E_PROTOCOL', `The companion began with "${answer.type}".`);
    }
    this.#listening = answer;
  }

  /** Hears what it says until it is gone; what is not done by then has failed. */
  async #listen(): Promise<void> {
    try {
      for (;;) this.#hear(await this.#receive());
    } catch (error) {
      this.#ended = messageOf(error);
      await this.#process.kill();
      for (const pending of this.#pending.values()) pending.failed(error);
      this.#pending.clear();
    }
  }

  #hear(answer: Answer): void {
    if (answer.type === 'listening') return;
    const pending = this.#pending.get(answer.id);
    if (answer.type === 'begun') {
      pending?.begun();
      return;
    }
    this.#pending.delete(answer.id);
    if (answer.type === 'done') pending?.done(answer.facts);
    else pending?.failed(fromWireError(answer.error));
  }

  async #receive(): Promise<Answer> {
    return decode(answerSchema, await this.#process.receive());
  }

  async #inTime(ends: Promise<Facts>, ms: number): Promise<Facts> {
    return within(ends, ms, () => {
      // It kept neither its deadline nor its word; the next transfer gets another companion.
      this.kill();
      return this.#process.late('finish the transfer', ms);
    });
  }
}

function requireShort(at: ListenAt): void {
  if (at.kind === 'tcp' || Buffer.byteLength(at.path) <= LONGEST_PATH) return;
  throw new HarnessError(
    'E_COMPANION',
    `The path of a unix socket has at most ${LONGEST_PATH} bytes, and ${at.path} has ` +
      `${Buffer.byteLength(at.path)}. Name a directory with a shorter path with --dir.`,
  );
}
