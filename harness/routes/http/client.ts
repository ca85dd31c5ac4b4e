/** The harness's end of the client: one process for all servers of a scenario, started anew when it broke. */
import { deadlineMs, within } from '../../measure/deadline.js';
import { LineProcess, type LineCommand } from '../../measure/line-process.js';
import { decode, encode, fromWireError } from '../../measure/protocol.js';
import { clientAnswerSchema, type Load, type LoadResult } from './messages.js';

const STOP_MS = 1_000;

export class Client {
  readonly #command: LineCommand;
  readonly #copyMs: (sizeBytes: number) => number;
  #process: LineProcess | undefined;

  /**
   * @param command how its process is started; it is when the first load is asked for
   * @param copyMs milliseconds that a load of so many bytes may take
   */
  constructor(command: LineCommand, copyMs: (sizeBytes: number) => number = deadlineMs) {
    this.#command = command;
    this.#copyMs = copyMs;
  }

  /**
   * Puts a load on a server.
   *
   * @throws HarnessError `E_SHORT_COPY` when an answer was wrong; `E_COMPANION` when the client died or took too
   *   long for so many bytes; Node's error when a connection broke
   */
  async run(load: Load): Promise<LoadResult> {
    this.#process ??= new LineProcess(this.#command, {
      name: 'The client',
      code: 'E_COMPANION',
      isFarEnd: true,
      stopMs: STOP_MS,
    });
    const asked = this.#process;
    const ms = this.#copyMs(load.requests * load.sizeBytes);
    asked.send(encode(load));
    try {
      const line = await within(asked.receive(), ms, () => asked.late('finish its load', ms));
      const answer = decode(clientAnswerSchema, line);
      if (answer.type === 'done') return answer.result;
      throw fromWireError(answer.error);
    } catch (error) {
      // Whatever it is still busy with would be in the way of the next server.
      this.#process = undefined;
      await asked.kill();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.#process?.stop();
  }
}
