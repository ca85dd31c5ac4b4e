/** Dirty pages stay below what makes the kernel write by itself, and waiting for that has an end. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  backgroundThreshold,
  dirtyBound,
  dirtyBytes,
  settle,
  type Settled,
} from '../../../harness/measure/dirty-pages.js';
import { FakeClock } from '../../fakes/clock.js';

const MIB = 2 ** 20;
const FLOOR = 16 * MIB;

describe('dirtyBound', () => {
  const anySize = fc.nat(4e9);
  const anyThreshold = fc.nat(8e9);

  test('leaves room for the copy wherever there is room, and never waits for nothing', () => {
    fc.assert(
      fc.property(anySize, anyThreshold, (sizeBytes, threshold) => {
        const bound = dirtyBound(sizeBytes, threshold);
        expect(bound).toBeGreaterThanOrEqual(FLOOR);
        expect(bound).toBeLessThanOrEqual(Math.max(FLOOR, threshold / 4));
        if (bound > FLOOR) expect(bound + sizeBytes).toBeLessThanOrEqual(threshold);
      }),
    );
  });

  test('allows no more for larger copies, and no less for a higher threshold', () => {
    fc.assert(
      fc.property(anySize, anySize, anyThreshold, anyThreshold, (a, b, t, more) => {
        expect(dirtyBound(Math.max(a, b), t)).toBeLessThanOrEqual(dirtyBound(Math.min(a, b), t));
        expect(dirtyBound(a, t + more)).toBeGreaterThanOrEqual(dirtyBound(a, t));
      }),
    );
  });
});

interface Calm {
  settled: Settled;
  clock: FakeClock;
  syncs: string[];
}

/** Settles before a copy of 1 MB under a threshold of 400 MB: 100 MB may be dirty. `looks` are seen in turn. */
async function settleWith(
  looks: (number | null)[],
  threshold: number | null = 400e6,
): Promise<Calm> {
  const clock = new FakeClock();
  const syncs: string[] = [];
  const settled = await settle('/under-test', 1e6, {
    addon: { syncFilesystem: (path) => Promise.resolve(void syncs.push(path)) },
    clock,
    memory: {
      dirtyBytes: () => (looks.length > 1 ? looks.shift()! : looks[0]!),
      backgroundThreshold: () => threshold,
    },
  });
  return { settled, clock, syncs };
}

describe('settle', () => {
  test('waits for nothing on a calm machine', async () => {
    const { settled, clock, syncs } = await settleWith([100e6]);
    expect(settled).toEqual({ dirtyBytesBefore: 100e6, timedOut: false, unknown: false });
    expect(clock.sleeps).toEqual([]);
    expect(syncs).toEqual([]);
  });

  test('syncs the directory under test once, and waits until it is calm', async () => {
    const { settled, clock, syncs } = await settleWith([300e6, 200e6, 101e6, 90e6]);
    expect(settled).toEqual({ dirtyBytesBefore: 90e6, timedOut: false, unknown: false });
    expect(clock.sleeps).toHaveLength(2);
    expect(syncs).toEqual(['/under-test']);
  });

  test('gives up after half a minute, and says so', async () => {
    const { settled, clock } = await settleWith([300e6]);
    expect(settled).toEqual({ dirtyBytesBefore: 300e6, timedOut: true, unknown: false });
    const waitedMs = clock.sleeps.reduce((sum, ms) => sum + ms, 0);
    expect(waitedMs).toBeGreaterThanOrEqual(30_000);
    expect(waitedMs).toBeLessThan(31_000);
  });

  test('waits for nothing that it cannot see, and says that it did not', async () => {
    expect((await settleWith([null])).settled).toEqual({
      dirtyBytesBefore: null,
      timedOut: false,
      unknown: true,
    });
    const unknown = await settleWith([300e6], null);
    expect(unknown.settled).toEqual({ dirtyBytesBefore: 300e6, timedOut: false, unknown: true });
    expect(unknown.clock.sleeps).toEqual([]);
  });

  test('waits without the addon too, though it cannot sync', async () => {
    const clock = new FakeClock();
    const looks = [300e6, 200e6, 50e6];
    const memory = { dirtyBytes: () => looks.shift()!, backgroundThreshold: () => 400e6 };
    const settled = await settle('.', 1e6, { addon: undefined, clock, memory });
    expect(settled).toEqual({ dirtyBytesBefore: 50e6, timedOut: false, unknown: false });
  });
});

test.skipIf(process.platform !== 'linux')('this machine tells both', () => {
  expect(dirtyBytes()).toBeGreaterThanOrEqual(0);
  expect(backgroundThreshold()).toBeGreaterThan(0);
});
