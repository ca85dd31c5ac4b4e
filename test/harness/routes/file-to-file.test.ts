/** One sample from file to file: asked for, checked as the policy says, cleared away whatever happened. */
import { copyFileSync, existsSync, truncateSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { loadAddon } from '../../../harness/binding/load.js';
import type { MountChange } from '../../../harness/machine/mount-watch.js';
import { GroundLost } from '../../../harness/measure/misfortune.js';
import { type Arm, USUAL } from '../../../harness/measure/plan.js';
import { sampleSchema, type Sample } from '../../../harness/measure/sample.js';
import { fileToFile } from '../../../harness/routes/file-to-file.js';
import type { RouteSetting } from '../../../harness/routes/route.js';
import type { Strategy } from '../../../strategies/strategy.js';
import { FakeClock } from '../../fakes/clock.js';
import { namesIn, temporaryFolder, writeRandomFile } from '../../fakes/folders.js';
import { fakeStrategy } from '../../fakes/strategies.js';
import { FakeWorker, reportOf, type Script } from '../../fakes/workers.js';

const SIZE_BYTES = 200_000;
const files = temporaryFolder();
const copies = temporaryFolder();
const source = writeRandomFile(files('source'), SIZE_BYTES);

/** Copies as it should, in 5 ms. */
const honest: Script = ({ destination }) => {
  copyFileSync(source, destination);
  return 5e6;
};

/** Copies, and gets the byte at `offset` wrong. */
const wrongAt =
  (offset: number): Script =>
  async (order, times) => {
    await honest(order, times);
    const file = await open(order.destination, 'r+');
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, offset);
    await file.write(Buffer.from([buffer[0]! ^ 1]), 0, 1, offset);
    await file.close();
    return 5e6;
  };

const armOf = (changes: Partial<Strategy> = {}): Arm => ({
  name: 'scripted',
  strategy: fakeStrategy('scripted', changes),
});

interface Asked {
  arm?: Arm;
  round?: number;
  route?: Partial<RouteSetting>;
}

const doubts: string[] = [];
beforeEach(() => void (doubts.length = 0));

/** Takes one sample and makes sure that nothing is left of it. */
async function take(script: Script, { arm = armOf(), round = 0, route = {} }: Asked = {}) {
  const clock = new FakeClock(7e9);
  const worker = new FakeWorker(script, clock);
  const { takeSample } = fileToFile({
    scenario: 'file-to-file/200KB/warm/buffered/new',
    route: 'file-to-file',
    source,
    sizeBytes: SIZE_BYTES,
    conditions: USUAL,
    dropCaches: false,
    copies: copies(),
    verify: 'first',
    addon: undefined,
    clock,
    runBeganNs: 2e9,
    doubt: (code) => void doubts.push(code),
    ...route,
  });
  try {
    return { sample: await takeSample(arm, worker, { round, position: 3 }), worker };
  } finally {
    expect(namesIn(copies())).toEqual([]);
  }
}

describe('a copy that is right', () => {
  test('becomes a sample with its place, its times and its checks', async () => {
    const { sample, worker } = await take(honest);
    expect(sampleSchema.parse(sample)).toEqual(sample);
    expect(sample).toMatchObject({
      scenario: 'file-to-file/200KB/warm/buffered/new',
      strategy: 'scripted',
      round: 0,
      position: 3,
      elapsedNs: 5e6,
      bytes: SIZE_BYTES,
      checked: 'content',
      cpuUserUs: null,
    } satisfies Partial<Sample>);
    expect(sample.atNs).toBeGreaterThanOrEqual(5e9);
    expect(worker.orders).toEqual([
      { route: 'file-to-file', source, destination: copies('0-3-scripted'), sizeBytes: SIZE_BYTES },
    ]);
  });

  test('has a name of its own in every round and place', async () => {
    const first = await take(honest, { round: 1 });
    const second = await take(honest, { round: 2 });
    expect(first.worker.orders[0]?.destination).not.toBe(second.worker.orders[0]?.destination);
  });

  test('keeps the usage that the worker told', async () => {
    const usage = {
      cpuUserUs: 1,
      cpuSystemUs: 2,
      voluntarySwitches: 3,
      involuntarySwitches: 4,
      minorFaults: 5,
      majorFaults: 6,
      peakRssBytes: 7,
    };
    const worker = new FakeWorker(honest);
    const copy = worker.copy.bind(worker);
    worker.copy = async (order) => ({ ...(await copy(order)), ...reportOf(9), usage });
    const { takeSample } = fileToFile({
      scenario: 's',
      route: 'file-to-file',
      source,
      sizeBytes: SIZE_BYTES,
      conditions: USUAL,
      dropCaches: false,
      copies: copies(),
      verify: 'none',
      addon: undefined,
      clock: new FakeClock(),
      runBeganNs: 0,
      doubt: () => undefined,
    });
    const sample = await takeSample(armOf(), worker, { round: 0, position: 0 });
    expect(sample).toMatchObject({ ...usage, elapsedNs: 9 });
  });

  const loaded = loadAddon();
  const why = loaded.ok ? '' : ` (skipped: ${loaded.reason})`;
  test.skipIf(!loaded.ok)(`is proven warm and asked for shared extents${why}`, async () => {
    const addon = loaded.ok ? loaded.addon : undefined;
    const { sample } = await take(honest, { route: { addon } });
    expect(sample.residentShare).toBe(1);
    expect(sample.checked).toBe('content');
    expect([0, null, SIZE_BYTES]).toContain(sample.sharedBytes);
    expect(doubts).not.toContain('cache-not-warm');
  });
});

describe('the policy', () => {
  test.each([
    ['first', 0, 'content'],
    ['first', 1, 'size'],
    ['all', 0, 'content'],
    ['all', 5, 'content'],
    ['none', 0, 'size'],
    ['none', 1, 'size'],
  ] as const)('%s in round %i checks %s', async (verify, round, checked) => {
    const { sample } = await take(honest, { round, route: { verify } });
    expect(sample.checked).toBe(checked);
    const spoiled = take(wrongAt(1), { round, route: { verify } });
    if (checked === 'content')
      await expect(spoiled).rejects.toMatchObject({ code: 'E_WRONG_BYTES' });
    else await spoiled;
  });
});

describe('a copy that is wrong', () => {
  test.each([0, 4096, SIZE_BYTES - 1])('at byte %i is E_WRONG_BYTES', async (offset) => {
    await expect(take(wrongAt(offset))).rejects.toMatchObject({
      code: 'E_WRONG_BYTES',
      message: expect.stringContaining(`at byte ${offset} of ${SIZE_BYTES}`),
    });
  });

  const broken: [string, Script][] = [
    [
      'short',
      ({ destination }) => {
        copyFileSync(source, destination);
        truncateSync(destination, 7);
        return 1;
      },
    ],
    [
      'long',
      ({ destination }) => {
        writeFileSync(destination, Buffer.alloc(SIZE_BYTES + 1));
        return 1;
      },
    ],
    [
      'empty',
      ({ destination }) => {
        writeFileSync(destination, '');
        return 1;
      },
    ],
    ['absent', () => 1],
  ];
  test.each(broken)('because it is %s is E_SHORT_COPY, whatever the policy', async (_, script) => {
    for (const verify of ['first', 'all', 'none'] as const) {
      await expect(take(script, { round: 4, route: { verify } })).rejects.toMatchObject({
        code: 'E_SHORT_COPY',
      });
    }
  });

  test('and fails half way is cleared away, and its error comes through', async () => {
    const error = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', errno: -28 });
    const failing = take(({ destination }) => {
      writeFileSync(destination, 'half');
      throw error;
    });
    await expect(failing).rejects.toBe(error);
  });
});

/** Leaves an empty file, in no time to speak of. */
const empty: Script = ({ destination }) => {
  writeFileSync(destination, '');
  return 3;
};

describe('a bound', () => {
  const floor = armOf({ class: 'bound', leaves: 'empty', copiesPerByte: { 'file-to-file': 0 } });
  const ceiling = armOf({ class: 'bound', leaves: 'none', copiesPerByte: { 'file-to-file': 1 } });

  test('that leaves an empty file moves no bytes and has no content to check', async () => {
    const { sample } = await take(empty, { arm: floor, route: { verify: 'all' } });
    expect(sample).toMatchObject({ bytes: 0, checked: 'none', sharedBytes: null });
    await expect(take(honest, { arm: floor })).rejects.toMatchObject({ code: 'E_SHORT_COPY' });
  });

  test('that leaves no file may leave none', async () => {
    const { sample } = await take(() => 3, { arm: ceiling });
    expect(sample).toMatchObject({ bytes: SIZE_BYTES, checked: 'none' });
    await expect(take(honest, { arm: ceiling })).rejects.toMatchObject({
      code: 'E_SHORT_COPY',
      message: expect.stringContaining('it should not exist'),
    });
  });
});

const watching = (change: MountChange) => ({ mounts: [{ changes: () => [change] }] });

describe('a mount that changed under a copy', () => {
  const path = copies();
  const elsewhere = { path, what: 'filesystem', before: 'tmpfs (a)', now: 'xfs (b)' } as const;
  const remounted = { path, what: 'options', difference: 'now with sync' } as const;

  test('to another filesystem makes it no sample, although it went well', async () => {
    const route = { ...watching(elsewhere), endsWithGround: true };
    await expect(take(honest, { route })).rejects.toBeInstanceOf(GroundLost);
  });

  test('is the reason that is told where the copy failed', async () => {
    const route = { ...watching(elsewhere), endsWithGround: true };
    const failing = take(() => Promise.reject(new Error('ENOENT')), { route });
    await expect(failing).rejects.toThrow(/lies on xfs .+ failed: ENOENT\.$/);
  });

  test('to other options makes it a doubtful sample', async () => {
    const { sample } = await take(honest, { route: watching(remounted) });
    expect(sample.bytes).toBe(SIZE_BYTES);
    expect(doubts).toContain('mount-changed');
  });
});

test('a clone stands for all its bytes', async () => {
  const arm = armOf({ class: 'clone', copiesPerByte: { 'file-to-file': 0 } });
  expect((await take(honest, { arm })).sample.bytes).toBe(SIZE_BYTES);
});

test('without the addon nothing is claimed of the cache, and that is said', async () => {
  const { sample } = await take(honest);
  expect(sample).toMatchObject({ residentShare: null, sharedBytes: null });
  expect(doubts).toEqual(['cache-unverified']);
  expect(existsSync(source)).toBe(true);
});
