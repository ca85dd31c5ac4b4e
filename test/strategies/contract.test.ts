/** What every strategy promises of itself, and of the bytes: found by folder, held against one contract. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Strategy } from '../../strategies/strategy.js';
import { namesIn, temporaryFolder } from '../fakes/folders.js';
import { placeWithSources, testCopies, testLeavings } from './contract.js';
import { copiers, copy, describeStrategies, placeOn, strategies } from './every-strategy.js';

const SIZES = [0, 1, 4095, 4097, 2 ** 20 + 1, 7e6];
/** What fits the column of a table that is 100 characters wide. */
const LABEL_LENGTH = 34;

const place = placeWithSources(tmpdir(), SIZES);
const { sourceOf } = place;
/** Where strategies are tried. */
const trialled = temporaryFolder();

test('there are strategies of every runtime, and their names are unique', () => {
  const names = strategies.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(new Set(strategies.map(({ runtime }) => runtime))).toEqual(
    new Set(['javascript', 'native', 'command', 'peer']),
  );
});

test('labels are unique, so that rows can be told apart', () => {
  const labels = strategies.map(({ label }) => label);
  expect(new Set(labels).size).toBe(labels.length);
});

describe.each(strategies.map((strategy) => [strategy.name, strategy] as const))(
  '%s describes itself',
  (name, strategy) => {
    test('under the name of its file', () => {
      const file = new URL(`../../strategies/${name}.ts`, import.meta.url);
      expect(existsSync(file)).toBe(true);
    });

    test('with a label that fits its column', () => {
      expect(strategy.label.length).toBeGreaterThan(0);
      expect(strategy.label.length).toBeLessThanOrEqual(LABEL_LENGTH);
    });

    test('with a summary of one sentence', () => {
      expect(strategy.summary).toMatch(/^[^\n]+[^.\s]\.$/);
      expect(strategy.summary).not.toMatch(/\. [A-Z]/);
    });

    test('with a class, copies per byte and leavings that agree', () => {
      const { copiesPerByte, routes } = strategy;
      expect(Object.keys(copiesPerByte).toSorted()).toEqual([...new Set(routes)].toSorted());
      expect(routes.length).toBeGreaterThan(0);
      if (strategy.class !== 'bound') expect(strategy.leaves).toBe('copy');
      for (const copies of Object.values(copiesPerByte)) {
        if (strategy.class === 'clone') expect(copies).toBe(0);
        if (strategy.class === 'copy') expect(copies).toBeGreaterThan(0);
      }
    });

    test('as one that serves, that is a program of its own, or that copies here', () => {
      expect(strategy.serve !== undefined).toBe(strategy.routes.includes('http'));
      // A server of another program is started by its own `serve`, not as a worker.
      const isWorker = strategy.runtime === 'peer' && strategy.serve === undefined;
      expect(strategy.worker !== undefined).toBe(isWorker);
    });

    test('with a twin that makes the same copies, where it looks at the bytes', () => {
      if (!strategy.checks) return;
      const twin = strategies.find(({ name: other }) => other === strategy.checks?.twin);
      expect(twin).toMatchObject({ class: strategy.class, runtime: strategy.runtime });
      expect(twin?.checks).toBeUndefined();
      expect(twin?.routes).toEqual(expect.arrayContaining([...strategy.routes]));
    });

    test.each(strategy.routes)(
      'and says whether it works %s, leaving nothing behind',
      async (route) => {
        const directory = trialled();
        const before = namesIn(directory);
        const availability = await strategy.available(placeOn(route, directory));
        expect(namesIn(directory)).toEqual(before);
        if (availability.available) expect(availability).toEqual({ available: true });
        else expect(availability.reason).toMatch(/\S/);
      },
    );
  },
);

describe('a filesystem without shared extents', () => {
  test.skipIf(!existsSync('/dev/shm'))('makes a clone unsupported, with the reason', async () => {
    const clones = strategies.filter((strategy) => strategy.class === 'clone');
    expect(clones).not.toEqual([]);
    for (const strategy of clones) {
      const availability = await strategy.available(placeOn('file-to-file', '/dev/shm'));
      expect(availability).toEqual({
        available: false,
        reason: expect.stringMatching(/\(.+\) from ioctl\(FICLONE\)|native addon|^needs macOS$/),
      });
    }
  });
});

await describeStrategies(
  ({ leaves }) => leaves === 'copy',
  (strategy) => testCopies(strategy, place),
);

await describeStrategies(
  ({ leaves }) => leaves !== 'copy',
  (strategy) => testLeavings(strategy, place),
);

const countOpenFiles = (): number => readdirSync('/proc/self/fd').length;

/** The number of open files, once it has come down to `expected`; closing may be a turn of the loop late. */
async function settledOpenFiles(expected: number): Promise<number> {
  for (let turn = 0; turn < 100 && countOpenFiles() > expected; turn++) await sleep(10);
  return countOpenFiles();
}

await describeStrategies(
  () => existsSync('/proc/self/fd'),
  (strategy: Strategy) => {
    const path = temporaryFolder();

    async function copies(times: number): Promise<void> {
      for (let i = 0; i < times; i++) {
        const destination = path(`copy-${i}`);
        await copy(strategy, { source: sourceOf(4097), destination, sizeBytes: 4097 });
        rmSync(destination, { force: true });
      }
    }

    test('leaks no descriptor in 200 copies', async () => {
      await copies(2);
      const before = countOpenFiles();
      await copies(200);
      expect(await settledOpenFiles(before)).toBeLessThanOrEqual(before);
    });

    test('leaks no descriptor in 50 failures', async () => {
      const failing = { source: path('missing'), destination: path('no-folder', 'copy') };
      await copy(strategy, failing).catch(() => undefined);
      const before = countOpenFiles();
      for (let i = 0; i < 50; i++) await copy(strategy, failing).catch(() => undefined);
      expect(await settledOpenFiles(before)).toBeLessThanOrEqual(before);
    });
  },
);

test('probing a directory that does not exist is an error or a reason, never a yes from trying', async () => {
  for (const strategy of copiers.filter(({ runtime }) => runtime === 'native')) {
    const availability = await strategy
      .available(placeOn('file-to-file', `${tmpdir()}/copybench-no-such-directory`))
      .catch((error: unknown) => error);
    expect(availability).not.toEqual({ available: true });
  }
});
