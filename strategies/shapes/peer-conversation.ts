/** Talks with a peer about single copies, for trials and tests; a run talks with it as with every worker. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { z } from 'zod';
import { parseBounded } from '../../harness/core/bounded.js';
import { usageSchema } from '../../harness/binding/usage-schema.js';
import { bounded } from '../../harness/core/bounded-schema.js';
import { refuseEndless } from '../../harness/core/endless-line.js';
import { HarnessError, messageOf } from '../../harness/core/errors.js';
import { whyRefused } from '../../harness/core/refusal.js';

/** How a peer is started. */
export interface PeerCommand {
  file: string;
  args: readonly string[];
}

/** What is asked for: the fields of a request besides `type` and `id` (harness/measure/protocol.ts). */
export type PeerOrder = { source: string; sizeBytes: number } & (
  { route: 'file-to-file'; destination: string } | { route: 'file-to-socket'; endpoint: object }
);

const count = z.number().int().nonnegative();

/** The part of a sample that is used here. */
const reportSchema = z.object({
  elapsedNs: count,
  usage: usageSchema.nullable(),
});
export type PeerReport = z.infer<typeof reportSchema>;

const messageSchema = z.object({
  type: bounded.name,
  report: reportSchema.optional(),
  error: z.looseObject({ message: bounded.text }).optional(),
});
type Message = z.infer<typeof messageSchema>;

/** How long a peer may take for one line: to start, or to make a small copy. */
const LINE_TIMEOUT_MS = 30_000;
/** Last characters of its stderr that an error quotes. */
const STDERR_LENGTH = 2000;

/** A started peer. Questions are asked one after the other. */
export class PeerConversation {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #lines: AsyncIterator<string>;
  /** How it ended, once it has. */
  readonly gone: Promise<string>;
  #stderr = '';
  #nextId = 0;

  /**
   * Starts a peer and waits until it is ready.
   *
   * @throws HarnessError `E_WORKER` when it does not start, with what it said on stderr
   */
  static async start(command: PeerCommand): Promise<PeerConversation> {
    const peer = new PeerConversation(command);
    try {
      const { type } = await peer.#receive();
      if (type === 'ready') return peer;
      throw new HarnessError('E_PROTOCOL', `The peer began with "${type}", not "ready".`);
    } catch (error) {
      await peer.end();
      throw error;
    }
  }

  private constructor({ file, args }: PeerCommand) {
    this.#child = spawn(file, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    this.gone = new Promise((resolve) => {
      this.#child.once('error', (error) => resolve(`could not be started: ${error.message}`));
      this.#child.once('close', (status, signal) => {
        resolve(signal ? `was ended by ${signal}` : `exited with status ${status}`);
      });
    });
    // A peer that is kept holds up nobody's exit; a question that waits for its answer does (#receive's timer).
    this.#child.unref();
    for (const stream of [this.#child.stdin, this.#child.stdout, this.#child.stderr]) unref(stream);
    this.#child.stderr.on('data', (chunk: Buffer) => {
      this.#stderr = (this.#stderr + chunk.toString()).slice(-STDERR_LENGTH);
    });
    // A peer that died cannot be written to; #receive tells the reason.
    this.#child.stdin.on('error', () => undefined);
    refuseEndless(this.#child.stdout, () => this.#child.kill('SIGKILL'));
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /**
   * Has one copy made.
   *
   * @throws the peer's error with its fields; HarnessError `E_WORKER` when the peer is gone
   */
  async ask(order: PeerOrder): Promise<PeerReport> {
    const id = this.#nextId++;
    this.#child.stdin.write(`${JSON.stringify({ type: 'copy', id, ...order })}\n`);
    const { report, error } = await this.#receive();
    if (report) return report;
    if (error) throw Object.assign(new Error(error.message), error);
    throw new HarnessError('E_PROTOCOL', 'The peer answered with neither a sample nor a failure.');
  }

  /** Ends the peer's stdin, on which it leaves, and waits until it is gone. */
  async end(): Promise<void> {
    this.#child.stdin.end();
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), LINE_TIMEOUT_MS);
    await this.gone;
    clearTimeout(timer);
  }

  async #receive(): Promise<Message> {
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), LINE_TIMEOUT_MS);
    try {
      const next = await this.#lines.next();
      if (!next.done) return parseMessage(next.value);
      // The timer also keeps this process alive until its end is known.
      const gone = await this.gone;
      throw new HarnessError('E_WORKER', `The peer ${gone}: ${this.#stderr.trim() || 'no words'}`);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Pipes of a child are sockets; the types do not tell. */
function unref(stream: Readable | Writable): void {
  if (stream instanceof Socket) stream.unref();
}

/** @throws HarnessError `E_PROTOCOL` with the line, when it is no message */
export function parseMessage(line: string): Message {
  try {
    return messageSchema.parse(parseBounded(line));
  } catch (error) {
    const why = error instanceof z.ZodError ? whyRefused(error) : messageOf(error);
    throw new HarnessError('E_PROTOCOL', `The peer said "${line.slice(0, 200)}": ${why}`);
  }
}
