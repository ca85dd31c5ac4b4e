/** Free memory is backed, or is not, before a copy: as an allocator and its host would have it. */
import { describe, expect, test } from 'vitest';
import type { Addon, HeldMemory } from '../../../harness/binding/addon.js';
import { loadAddon } from '../../../harness/binding/load.js';
import { systemClock } from '../../../harness/core/clock.js';
import { APART, memoryKeeper } from '../../../harness/measure/free-memory.js';

const MIB = 2 ** 20;
const PIECE = 32 * MIB;

/** An allocator that hands out first what it got last, and a host that backs what has been touched. */
class FakeMachine implements Pick<Addon, 'holdMemory' | 'releaseMemory'> {
  readonly held = new Map<number, number>();
  backedBytes: number;
  freeBytes: number;
  /** What the host takes back at every rest. */
  readonly takenBytes: number;
  rests = 0;
  #next = 1;

  constructor(backedBytes: number, { freeBytes = 100 * PIECE, takenBytes = Infinity } = {}) {
    this.backedBytes = backedBytes;
    this.freeBytes = freeBytes;
    this.takenBytes = takenBytes;
  }

  readonly sleep = (): Promise<void> => {
    this.rests += 1;
    this.backedBytes = Math.max(0, this.backedBytes - this.takenBytes);
    return Promise.resolve();
  };

  holdMemory(bytes: number): Promise<HeldMemory> {
    if (bytes > this.freeBytes) {
      const error = { errno: -12, code: 'ENOMEM', syscall: 'mmap' };
      return Promise.reject(Object.assign(new Error('ENOMEM: not enough memory, mmap'), error));
    }
    const backed = Math.min(bytes, this.backedBytes);
    this.backedBytes -= backed;
    this.freeBytes -= bytes;
    const id = this.#next++;
    this.held.set(id, bytes);
    return Promise.resolve({ id, bytes, touchNs: backed + 20 * (bytes - backed) });
  }

  releaseMemory(id: number): void {
    const bytes = this.held.get(id);
    if (bytes === undefined) throw new Error(`nothing is held as ${id}`);
    this.held.delete(id);
    this.freeBytes += bytes;
    this.backedBytes += bytes;
  }

  get heldBytes(): number {
    return [...this.held.values()].reduce((sum, bytes) => sum + bytes, 0);
  }
}

const settingOf = (machine: FakeMachine, changes = {}) => ({
  addon: machine,
  clock: machine,
  sizeBytes: 2 * PIECE,
  mostBytes: 50 * PIECE,
  reports: true,
  ...changes,
});

describe('backed', () => {
  test('a copy finds memory that was touched before, at least as much as it takes', async () => {
    const machine = new FakeMachine(0);
    const keeper = memoryKeeper('backed', settingOf(machine));
    for (let copy = 0; copy < 3; copy += 1) {
      await keeper.take();
      expect(machine.backedBytes).toBe(0);
      expect(await keeper.ready()).toEqual({ touchFactor: 1, problem: null });
      expect(machine.backedBytes).toBeGreaterThanOrEqual(2 * PIECE);
    }
    keeper.release();
    expect(machine.heldBytes).toBe(0);
  });

  test('no more is held than may be, and what was seen is told', async () => {
    const machine = new FakeMachine(0);
    const keeper = memoryKeeper('backed', settingOf(machine, { mostBytes: PIECE }));
    await keeper.take();
    expect(machine.heldBytes).toBe(PIECE);
    expect((await keeper.ready()).touchFactor).toBe(1);
  });

  test('memory that cannot be had is a problem, and nothing is claimed', async () => {
    const machine = new FakeMachine(0, { freeBytes: PIECE });
    const keeper = memoryKeeper('backed', settingOf(machine));
    await keeper.take();
    expect(await keeper.ready()).toEqual({
      touchFactor: null,
      problem: expect.stringMatching(/^memory could not be held: ENOMEM/),
    });
  });
});

describe('first touch', () => {
  test('what is backed is held, so that a copy finds what is not', async () => {
    const machine = new FakeMachine(5 * PIECE);
    const keeper = memoryKeeper('first-touch', settingOf(machine));
    await keeper.take();
    expect(await keeper.ready()).toEqual({ touchFactor: 20, problem: null });
    expect(machine.backedBytes).toBe(0);
    expect(machine.rests).toBe(0);
    keeper.release();
    expect(machine.heldBytes).toBe(0);
  });

  test('what a copy gave back is held before the next one', async () => {
    const machine = new FakeMachine(0);
    const keeper = memoryKeeper('first-touch', settingOf(machine));
    for (let copy = 0; copy < 4; copy += 1) {
      await keeper.take();
      expect((await keeper.ready()).touchFactor).toBeGreaterThanOrEqual(APART);
      expect(machine.backedBytes).toBe(0);
      machine.backedBytes += 2 * PIECE;
    }
  });

  test('when too much would be held, all of it is given to the host first', async () => {
    const machine = new FakeMachine(30 * PIECE);
    const keeper = memoryKeeper('first-touch', settingOf(machine, { mostBytes: 20 * PIECE }));
    expect((await keeper.ready()).touchFactor).toBe(20);
    expect(machine.rests).toBe(1);
  });

  test('where the host takes nothing back that is said, and waited for no more', async () => {
    const machine = new FakeMachine(Infinity, { takenBytes: 0 });
    const keeper = memoryKeeper('first-touch', settingOf(machine));
    expect(await keeper.ready()).toEqual({ touchFactor: 1, problem: null });
    expect(machine.rests).toBe(3);
    expect(await keeper.ready()).toEqual({ touchFactor: 1, problem: null });
    expect(machine.rests).toBe(3);
    expect(machine.heldBytes).toBe(0);
  });

  test('where no memory goes to a host, a look is enough', async () => {
    const machine = new FakeMachine(Infinity);
    const keeper = memoryKeeper('first-touch', settingOf(machine, { reports: false }));
    expect((await keeper.ready()).touchFactor).toBe(1);
    expect(machine.rests).toBe(0);
  });
});

const loaded = loadAddon();

test.skipIf(!loaded.ok)(
  `with real memory a factor is seen, and nothing stays held${loaded.ok ? '' : ` (skipped: ${loaded.reason})`}`,
  async () => {
    if (!loaded.ok) return;
    const setting = {
      addon: loaded.addon,
      clock: systemClock,
      sizeBytes: 2 * MIB,
      mostBytes: 2 * PIECE,
      reports: false,
    };
    for (const state of ['backed', 'first-touch'] as const) {
      const keeper = memoryKeeper(state, setting);
      await keeper.take();
      const { touchFactor, problem } = await keeper.ready();
      keeper.release();
      expect(problem).toBeNull();
      expect(touchFactor).toBeGreaterThan(0);
    }
  },
);
