/** Lets in who brings a token that was announced, once each, and nobody else. */
import { HarnessError, messageOf } from '../core/errors.js';
import { within } from '../measure/deadline.js';
import type { Door, Visitor } from './door.js';

const TOKEN_BYTES = 32;
/** A stranger who says nothing keeps the others waiting no longer than this. */
const SAY_TOKEN_MS = 2_000;
/** How long one look out of the door takes. */
const LOOK_MS = 500;

export class TokenGate {
  readonly #door: Door;
  readonly #awaited = new Map<string, (visitor: Visitor) => void>();
  readonly #visitors = new Map<string, Promise<Visitor>>();
  #isOpen = true;

  /** @param tokens who may come in; when all have, the door is closed */
  constructor(door: Door, tokens: readonly string[]) {
    this.#door = door;
    for (const token of tokens) {
      const visitor = new Promise<Visitor>((resolve) => this.#awaited.set(token, resolve));
      this.#visitors.set(token, visitor);
    }
  }

  /** Lets everybody in who may come; resolves when the door is closed. */
  async admit(): Promise<void> {
    while (this.#isOpen && this.#awaited.size > 0) {
      const visitor = await this.#door.next(LOOK_MS);
      if (visitor) await this.#judge(visitor);
    }
    this.#door.close();
  }

  /**
   * The visitor who brought `token`, when there is one.
   *
   * @throws HarnessError `E_CONNECTION` when nobody brings it within `timeoutMs`, or it was never announced
   */
  async visitor(token: string, timeoutMs: number): Promise<Visitor> {
    const coming = this.#visitors.get(token);
    if (!coming) throw new HarnessError('E_CONNECTION', 'This token was not announced.');
    return within(
      coming,
      timeoutMs,
      () =>
        new HarnessError(
          'E_CONNECTION',
          `The worker did not connect within ${(timeoutMs / 1000).toFixed(0)} s.`,
        ),
    );
  }

  /** Closes the door, also to those who were awaited. */
  shut(): void {
    this.#isOpen = false;
  }

  async #judge(visitor: Visitor): Promise<void> {
    try {
      const token = (await visitor.read(TOKEN_BYTES, SAY_TOKEN_MS)).toString('latin1');
      const letIn = this.#awaited.get(token);
      if (!letIn) throw new HarnessError('E_CONNECTION', 'it brought no token that is awaited');
      this.#awaited.delete(token);
      visitor.welcome();
      letIn(visitor);
    } catch (error) {
      process.stderr.write(`A connection was refused: ${messageOf(error)}\n`);
      visitor.close();
    }
  }
}
