/** What free memory a copy meets on a virtual machine: memory that its host backs, or memory that it touches first. */
import type { Addon } from '../binding/addon.js';
import { describeError, isSystemError } from '../core/errors.js';
import type { Clock } from '../core/clock.js';
import type { MemoryState } from '../../suites/suite.js';

/**
 * From how many times the time of a second touch on a first touch counts as one of memory that the host had to
 * provide: 6 to 38 where that was measured, and 0.9 to 1.3 of backed memory; docs/methodology.md.
 */
export const APART = 2;

/** Memory that is touched at a time: enough blocks of 2 MiB that a few odd ones do not decide. */
const PIECE_BYTES = 32 * 2 ** 20;
/** Free memory is reported to the host every two seconds, a sixteenth of it at a time (mm/page_reporting.c). */
const REST_MS = 20_000;
/** How often free memory is waited for. */
const RESTS = 3;

/** What was seen just before a copy. */
export interface MemoryProof {
  /** How many times longer touching free memory took the first time than the second; null where it could not be seen. */
  touchFactor: number | null;
  /** What stood in the way. */
  problem: string | null;
}

/** Brings the free memory of the machine into a state before each copy. */
export interface MemoryKeeper {
  /** First of all before a copy: takes what the copy before gave back, before anybody else does. */
  take: () => Promise<void>;
  /** Last of all before a copy. */
  ready: () => Promise<MemoryProof>;
  /** Gives everything back. */
  release: () => void;
}

type Holding = Pick<Addon, 'holdMemory' | 'releaseMemory'>;

interface Setting {
  addon: Holding;
  clock: Pick<Clock, 'sleep'>;
  /** Of the file that is copied. */
  sizeBytes: number;
  /** The most that may be held at a time. */
  mostBytes: number;
  /** Whether the machine reports free memory to a host. */
  reports: boolean;
}

/** @returns what sees to `state` */
export function memoryKeeper(state: MemoryState, setting: Setting): MemoryKeeper {
  return state === 'backed' ? new LentMemory(setting) : new ExhaustedMemory(setting);
}

/** Memory that is held until it is given back. */
class Holder {
  readonly #addon: Holding;
  readonly #held = new Map<number, number>();
  heldBytes = 0;

  constructor(addon: Holding) {
    this.#addon = addon;
  }

  async hold(bytes: number, hugePages: boolean): Promise<{ id: number; touchNs: number }> {
    const held = await this.#addon.holdMemory(bytes, hugePages);
    this.#held.set(held.id, held.bytes);
    this.heldBytes += held.bytes;
    return held;
  }

  give(id: number): void {
    this.heldBytes -= this.#held.get(id) ?? 0;
    if (this.#held.delete(id)) this.#addon.releaseMemory(id);
  }

  giveAll(): void {
    for (const id of this.#held.keys()) this.give(id);
  }

  /** Touches a piece of free memory twice and goes on holding it: the allocator hands out first what it got last. */
  async touchTwice(hugePages: boolean): Promise<number> {
    const first = await this.hold(PIECE_BYTES, hugePages);
    this.give(first.id);
    const second = await this.hold(PIECE_BYTES, hugePages);
    return first.touchNs / Math.max(1, second.touchNs);
  }
}

/**
 * Memory for one copy, in touched blocks of 2 MiB, is held between copies and given back whole right before each: so
 * it is merged again, backed, and at the head of the allocator's lists, and it is used before the host hears of it.
 */
class LentMemory implements MemoryKeeper {
  readonly #holder: Holder;
  readonly #lentBytes: number;
  #problem: string | null = null;

  constructor({ addon, sizeBytes, mostBytes }: Setting) {
    this.#holder = new Holder(addon);
    // The copy's pages, those of a strategy that holds the file in memory, the piece that is looked at, and a spare one.
    this.#lentBytes = Math.min(mostBytes, 2 * sizeBytes + 2 * PIECE_BYTES);
  }

  readonly take = async (): Promise<void> => {
    this.#holder.giveAll();
    this.#problem = await problemOf(() => this.#holder.hold(this.#lentBytes, true));
  };

  readonly ready = async (): Promise<MemoryProof> => {
    this.#holder.giveAll();
    return proven(this.#problem, () => this.#holder.touchTwice(true));
  };

  readonly release = (): void => this.#holder.giveAll();
}

/**
 * Whatever free memory is backed is held, in small pages first and then in large ones, until what is left is not. What
 * earlier copies gave back is among it. When too much is held all of it is given back, and the host given time.
 */
class ExhaustedMemory implements MemoryKeeper {
  readonly #holder: Holder;
  readonly #setting: Setting;
  /** Nothing was found that the host does not back: waiting for it again would be in vain. */
  #isHopeless: boolean;

  constructor(setting: Setting) {
    this.#holder = new Holder(setting.addon);
    this.#setting = setting;
    this.#isHopeless = !setting.reports;
  }

  readonly take = (): Promise<void> => Promise.resolve();

  readonly ready = (): Promise<MemoryProof> => proven(null, () => this.#exhaust());

  readonly release = (): void => this.#holder.giveAll();

  async #exhaust(): Promise<number> {
    for (let rest = 0; rest <= RESTS && !this.#isHopeless; rest += 1) {
      if (rest > 0) await this.#setting.clock.sleep(REST_MS);
      const factor = await this.#holdBacked();
      if (factor !== null) return factor;
      this.#holder.giveAll();
    }
    this.#isHopeless = true;
    const factor = await this.#holder.touchTwice(true);
    this.#holder.giveAll();
    return factor;
  }

  /** @returns the factor of the last pieces, small pages and large; null where too much would have to be held */
  async #holdBacked(): Promise<number | null> {
    const { sizeBytes, mostBytes } = this.#setting;
    // What the copy before this one gave back, at least.
    const leastBytes = this.#holder.heldBytes + sizeBytes + PIECE_BYTES;
    while (this.#holder.heldBytes + 2 * PIECE_BYTES <= mostBytes) {
      const small = await this.#holder.touchTwice(false);
      if (small < APART || this.#holder.heldBytes < leastBytes) continue;
      const large = await this.#holder.touchTwice(true);
      if (large >= APART) return Math.min(small, large);
    }
    return null;
  }
}

async function problemOf(work: () => Promise<unknown>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (isSystemError(error)) return `memory could not be held: ${describeError(error)}`;
    throw error;
  }
}

async function proven(problem: string | null, look: () => Promise<number>): Promise<MemoryProof> {
  let touchFactor: number | null = null;
  const found = problem ?? (await problemOf(async () => void (touchFactor = await look())));
  return { touchFactor, problem: found };
}
