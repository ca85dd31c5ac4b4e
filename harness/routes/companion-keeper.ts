/** Keeps a companion for the arms of a scenario, and gets another one when it is gone. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeError, hasCode } from '../core/errors.js';
import type { LineCommand } from '../measure/line-process.js';
import { FarEndLost } from '../measure/misfortune.js';
import type { Arm } from '../measure/plan.js';
import type { CopyReport, Endpoint } from '../measure/protocol.js';
import type { SocketKind } from '../../strategies/strategy.js';
import { Companion, type Wanted } from './companion.js';
import type { Facts } from './companion-protocol.js';
import type { RouteReport, RouteSetting } from './route.js';

/** What a socket route needs besides what every route needs. */
export interface SocketSetting extends RouteSetting {
  socket: SocketKind;
  arms: readonly Arm[];
  /** How the companion's program is started. */
  companion: LineCommand;
}

/** What the companion has to do, but for whose connection it is. */
type Task = WithoutToken<Wanted>;
type WithoutToken<W> = W extends { sizeBytes: number } ? Omit<W, 'token'> : never;

export class CompanionKeeper {
  readonly #route: SocketSetting;
  readonly #endpoints = new Map<Arm, Endpoint>();
  #companion: Companion | undefined;
  #started = 0;
  #facts: Facts = null;

  constructor(route: SocketSetting) {
    this.#route = route;
  }

  /** What the kernel made of the connections, as far as anything connected. */
  get facts(): Facts {
    return this.#facts;
  }

  /** Starts a companion where there is none, or none any more. */
  async ready(): Promise<void> {
    if (this.#companion?.ended !== undefined) await this.close();
    this.#companion ??= await this.#start();
  }

  /**
   * Has both ends do their part of a copy.
   *
   * @param task what the companion does
   * @param copy what the arm's worker does, over the connection to this endpoint
   * @throws the error of the end that failed first; of a broken connection, with the death that broke it
   */
  async exchange(
    arm: Arm,
    task: Task,
    copy: (endpoint: Endpoint) => Promise<CopyReport>,
  ): Promise<RouteReport> {
    const { companion, endpoint, token } = this.#endsOf(arm);
    const transfer = await companion.transfer({ ...task, token });
    const copying = copy(endpoint);
    try {
      const [report, facts] = await Promise.all([copying, transfer.done]);
      this.#facts ??= facts;
      return { ...report, ...(facts && { companionCongestion: facts.congestion }) };
    } catch (first) {
      throw await reasonOf(first, copying, companion);
    }
  }

  /**
   * After a copy, with the clock stopped: whether its connection is at rest.
   *
   * @throws HarnessError `E_WRONG_BYTES` when the worker sent more than it was asked for
   */
  async requireQuiet(arm: Arm): Promise<void> {
    const { companion, token } = this.#endsOf(arm);
    await (
      await companion.transfer({ type: 'quiet', token })
    ).done;
  }

  async close(): Promise<void> {
    await this.#companion?.stop();
    this.#companion = undefined;
  }

  #endsOf(arm: Arm) {
    const companion = this.#companion;
    const endpoint = this.#endpoints.get(arm);
    if (!companion || !endpoint) throw new Error(`No companion is ready for ${arm.name}.`);
    return { companion, endpoint, token: endpoint.token };
  }

  async #start(): Promise<Companion> {
    const { companion: command, socket, copies, arms, copyMs } = this.#route;
    const path = join(copies, `companion-${this.#started++}`);
    const at = socket === 'unix' ? ({ kind: 'unix', path } as const) : ({ kind: 'tcp' } as const);
    const companion = await Companion.start(command, at, copyMs);
    const endpoints = companion.expect(arms.length);
    for (const [index, arm] of arms.entries()) this.#endpoints.set(arm, endpoints[index]!);
    if (!companion.isNative) {
      this.#route.doubt(
        'receiver-javascript',
        'The native addon is missing, so the other end of the connections moves its bytes in JavaScript.',
      );
    }
    return companion;
  }
}

/** How long a worker may take to say why its connection broke. */
const OWN_WORD_MS = 500;

/**
 * Why a copy failed, when one end of it did. A broken connection is what the other end sees of a death, so the
 * death is asked for: first of the companion, then of the worker.
 */
async function reasonOf(
  first: unknown,
  copying: Promise<unknown>,
  companion: Companion,
): Promise<unknown> {
  if (!isBrokenConnection(first)) return first;
  const own = await Promise.race([
    copying.then(
      () => first,
      (error: unknown) => error,
    ),
    sleep(OWN_WORD_MS, first),
  ]);
  await companion.mayEnd();
  if (companion.ended === undefined) return own;
  return new FarEndLost(`${companion.ended} The worker met ${describeError(own)}.`, { cause: own });
}

function isBrokenConnection(error: unknown): boolean {
  return ['ECONNRESET', 'EPIPE', 'E_SHORT_COPY', 'E_CONNECTION'].some((code) =>
    hasCode(error, code),
  );
}
