/** The harness's end of a server of the route `http`: starts its process, has it watch what a load costs, ends it. */
import { HarnessError } from '../../core/errors.js';
import { within } from '../../measure/deadline.js';
import { LineProcess, type LineCommand } from '../../measure/line-process.js';
import { decode, encode, fromWireError } from '../../measure/protocol.js';
import { serverAnswerSchema, type ServerAnswer, type ServerOrder } from './messages.js';

/** How long a server may take to start, to answer, and to leave. */
const START_MS = 30_000;
const ANSWER_MS = 10_000;
const STOP_MS = 5_000;

type Answer<T> = Extract<ServerAnswer, { type: T }>;

/** A server process that serves. */
export class ServerProcess {
  readonly #process: LineProcess;
  #serving: Answer<'serving'> | undefined;

  /**
   * Starts a server.
   *
   * @param command how its process is started
   * @throws HarnessError `E_WORKER` when it does not start; the strategy's error when it cannot serve
   */
  static async start(
    command: LineCommand,
    job: Omit<Extract<ServerOrder, { type: 'serve' }>, 'type'>,
  ): Promise<ServerProcess> {
    const server = new ServerProcess(command);
    try {
      server.#serving = await server.#ask({ type: 'serve', ...job }, 'serving', START_MS);
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  private constructor(command: LineCommand) {
    this.#process = new LineProcess(command, {
      name: 'The server',
      code: 'E_WORKER',
      stopMs: STOP_MS,
    });
  }

  get port(): number {
    return this.#serving?.port ?? 0;
  }

  get congestion(): string | null {
    return this.#serving?.congestion ?? null;
  }

  /** Does `load`, and tells what it cost the server. */
  async watch<T>(load: () => Promise<T>): Promise<{ result: T; cost: Answer<'cost'> }> {
    await this.#ask({ type: 'begin' }, 'begun', ANSWER_MS);
    const result = await load();
    return { result, cost: await this.#ask({ type: 'end' }, 'cost', ANSWER_MS) };
  }

  stop(): Promise<void> {
    return this.#process.stop();
  }

  async #ask<T extends ServerAnswer['type']>(
    order: ServerOrder,
    type: T,
    ms: number,
  ): Promise<Answer<T>> {
    this.#process.send(encode(order));
    const line = await within(this.#process.receive(), ms, () => this.#process.late('answer', ms));
    const answer = decode(serverAnswerSchema, line);
    if (answer.type === 'failed') throw fromWireError(answer.error);
    if (isOf(answer, type)) return answer;
    throw new HarnessError('E_PROTOCOL', `The server said ${answer.type} instead of ${type}.`);
  }
}

function isOf<T extends ServerAnswer['type']>(answer: ServerAnswer, type: T): answer is Answer<T> {
  return answer.type === type;
}
