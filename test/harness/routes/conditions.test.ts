/** Conditions of a copy by real strategies and real files: cold, synced, replacing, in place; each as proven. */
import { closeSync, openSync, readFileSync, readSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadAddon } from '../../../harness/binding/load.js';
import { systemClock } from '../../../harness/core/clock.js';
import type { MemoryKeeper } from '../../../harness/measure/free-memory.js';
import { type Conditions, USUAL } from '../../../harness/measure/plan.js';
import type { CopyOrder } from '../../../harness/measure/protocol.js';
import { takeSample as copyOnce } from '../../../harness/measure/sampler.js';
import type { Worker } from '../../../harness/measure/worker-process.js';
import { fileToFile } from '../../../harness/routes/file-to-file.js';
import { discoverStrategies, loadStrategy } from '../../../strategies/discover.js';
import type { Strategy } from '../../../strategies/strategy.js';
import { namesIn, temporaryFolder, writeRandomFile } from '../../fakes/folders.js';
import { fakeStrategy } from '../../fakes/strategies.js';

const SIZE_BYTES = 3_000_001;
const files = temporaryFolder(process.cwd());
const copies = temporaryFolder(process.cwd());
const source = writeRandomFile(files('source'), SIZE_BYTES);
const loaded = loadAddon();
const addon = loaded.ok ? loaded.addon : undefined;
const needsAddon = loaded.ok ? test : test.skip;

/** A worker in this process. */
const workerOf = (strategy: Strategy): Worker => ({
  copy: (order: CopyOrder) => {
    if (order.route !== 'file-to-file') throw new Error(order.route);
    return copyOnce(strategy, order);
  },
  stop: () => Promise.resolve(),
});

/** Two samples of each strategy in turn, every copy compared; returns all of them and the doubts. */
async function measure(
  strategies: readonly Strategy[],
  conditions: Partial<Conditions>,
  memory?: MemoryKeeper,
) {
  const doubts: string[] = [];
  const route = fileToFile({
    scenario: 'file-to-file/test',
    route: 'file-to-file',
    source,
    sizeBytes: SIZE_BYTES,
    conditions: { ...USUAL, ...conditions },
    ...(memory && { memory }),
    dropCaches: false,
    copies: copies(),
    verify: 'all',
    addon,
    clock: systemClock,
    runBeganNs: 0,
    doubt: (code, message) => void doubts.push(`${code}: ${message}`),
  });
  const samples = [];
  try {
    for (const round of [0, 1])
      for (const [position, strategy] of strategies.entries()) {
        const arm = { name: strategy.name, strategy };
        samples.push(await route.takeSample(arm, workerOf(strategy), { round, position }));
      }
  } finally {
    await route.close();
  }
  expect(namesIn(copies())).toEqual([]);
  return { samples, doubts };
}

const load = (...names: string[]) => Promise.all(names.map(loadStrategy));

describe('cold', () => {
  needsAddon(
    'no page of the source is resident before a copy, and the device reads it',
    async () => {
      const strategies = await load('read-write', 'copy-file');
      const { samples, doubts } = await measure(strategies, { cache: 'cold' });
      expect(doubts).toEqual([]);
      expect(samples.map(({ residentShare }) => residentShare)).toEqual([0, 0, 0, 0]);
      for (const { deviceReadBytes } of samples)
        if (deviceReadBytes !== undefined)
          expect(deviceReadBytes).toBeGreaterThanOrEqual(SIZE_BYTES);
    },
  );
});

describe('synced', () => {
  needsAddon('the clock covers the sync, which is told apart', async () => {
    const strategies = await load('read-write', 'splice', 'cp', 'memory-copy');
    const { samples } = await measure(strategies, { durability: 'fdatasync' });
    for (const { strategy, elapsedNs, syncNs } of samples) {
      if (strategy === 'memory-copy') expect(syncNs).toBeUndefined();
      else {
        expect(syncNs).toBeGreaterThan(0);
        expect(elapsedNs).toBeGreaterThan(syncNs!);
      }
    }
  });

  needsAddon('no page of a synced copy is dirty any more', async () => {
    const seen: (number | null)[] = [];
    const [splice] = await load('splice');
    const real = addon!.extentSharing.bind(addon);
    addon!.extentSharing = async (path) => {
      seen.push((await addon!.residency(path)).dirtyPages);
      return real(path);
    };
    try {
      await measure([splice!], { durability: 'fdatasync' });
    } finally {
      addon!.extentSharing = real;
    }
    expect(seen.every((pages) => pages === 0 || pages === null)).toBe(true);
    expect(seen).toHaveLength(2);
  });
});

describe('replacing', () => {
  needsAddon('an old file of the same size goes when the copy takes its name', async () => {
    const strategies = await load('read-write', 'splice', 'cp');
    const { samples } = await measure(strategies, { destination: 'replace' });
    expect(samples.map(({ checked }) => checked)).toEqual(samples.map(() => 'content'));
  });
});

describe('memory', () => {
  needsAddon('is looked at before every copy, and no sample without that', async () => {
    const taken: string[] = [];
    const keeper = {
      take: () => Promise.resolve(void taken.push('take')),
      ready: () => Promise.resolve({ touchFactor: 1.5, problem: null }),
      release: () => undefined,
    };
    const [readWrite] = await load('read-write');
    const { samples, doubts } = await measure([readWrite!], { memory: 'backed' }, keeper);
    expect(samples.map(({ touchFactor }) => touchFactor)).toEqual([1.5, 1.5]);
    expect(taken).toEqual(['take', 'take']);
    expect(doubts).toEqual([]);
  });

  needsAddon(
    'that nobody sees to is a doubt, and that nobody asked for is not spoken of',
    async () => {
      const [readWrite] = await load('read-write');
      const unseen = await measure([readWrite!], { memory: 'first-touch' });
      expect(unseen.samples.map(({ touchFactor }) => touchFactor)).toEqual([null, null]);
      expect(unseen.doubts[0]).toMatch(/^memory-unverified: /);
      const usual = await measure([readWrite!], {});
      expect(usual.samples[0]).not.toHaveProperty('touchFactor');
    },
  );
});

describe('in place', () => {
  needsAddon('every strategy that says it can writes over all of the old file', async () => {
    const able = (await discoverStrategies()).filter(({ inPlace }) => inPlace);
    const context = { directory: files(), route: 'file-to-file', socket: 'tcp' } as const;
    const here = [];
    for (const strategy of able)
      if ((await strategy.available(context)).available) here.push(strategy);
    expect(here.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['read-write', 'stream-pipe', 'native-read-write']),
    );
    const { samples } = await measure(here, { destination: 'in-place' });
    expect(samples).toHaveLength(2 * here.length);
  });

  test.each([
    ['writes nothing', () => undefined],
    [
      'leaves the last byte as it was',
      (destination: string) => {
        const last = Buffer.alloc(1);
        const fd = openSync(destination, 'r');
        readSync(fd, last, 0, 1, SIZE_BYTES - 1);
        closeSync(fd);
        writeFileSync(destination, Buffer.concat([readFileSync(source).subarray(0, -1), last]));
      },
    ],
  ])('a strategy that %s is found out, after one that did well too', async (_, write) => {
    const [honest] = await load('read-write');
    const lazy = fakeStrategy('lazy', {
      copy: (job) => {
        if (job.route === 'file-to-file') write(job.destination);
      },
    });
    await expect(measure([honest!, lazy], { destination: 'in-place' })).rejects.toMatchObject({
      code: 'E_WRONG_BYTES',
    });
    expect(namesIn(copies())).toEqual([]);
    expect(statSync(source).size).toBe(SIZE_BYTES);
  });
});
