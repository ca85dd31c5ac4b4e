/** A source is made warm and proven so; what stood in the way is told. */
import { appendFileSync, closeSync, fsyncSync, openSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Addon, Residency } from '../../../harness/binding/addon.js';
import { makeCold, makeWarm } from '../../../harness/measure/page-cache.js';
import { temporaryFolder, writeRandomFile } from '../../fakes/folders.js';
import { describeNative } from '../../native/native-room.js';

describeNative('with real files', (addon) => {
  const path = temporaryFolder();

  function syncedFile(name: string, sizeBytes: number): string {
    const file = openSync(writeRandomFile(path(name), sizeBytes), 'r+');
    fsyncSync(file);
    closeSync(file);
    return path(name);
  }

  test.each([0, 1, 4096, 1_000_000])('%i bytes become resident and clean', async (sizeBytes) => {
    const file = syncedFile(`clean-${sizeBytes}`, sizeBytes);
    expect(await makeWarm(file, addon)).toEqual({ residentShare: 1, problem: null });
  });

  test('a dirty file is synced', async () => {
    const file = writeRandomFile(path('dirty'), 1_000_000);
    appendFileSync(file, 'dirty');
    expect(await makeWarm(file, addon)).toEqual({ residentShare: 1, problem: null });
    expect((await addon.residency(file)).dirtyPages ?? 0).toBe(0);
  });

  test('a file is dropped from memory, dirty pages and all', async () => {
    const file = writeRandomFile(path('cold'), 1_000_000);
    expect(await makeCold(file, addon, false)).toEqual({ residentShare: 0, problem: null });
    expect((await addon.residency(file)).residentPages).toBe(0);
    expect(await makeWarm(file, addon)).toEqual({ residentShare: 1, problem: null });
  });

  test('a missing file is the system error', async () => {
    await expect(makeWarm(path('missing'), addon)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

/** For what is asked of the file itself, past the addon. */
const FILE = writeRandomFile(temporaryFolder()('file'), 1);

describe('without the addon', () => {
  test('nothing is claimed', async () => {
    const warm = await makeWarm('anything', undefined);
    expect(warm).toEqual({ residentShare: null, problem: expect.stringMatching(/not built/) });
  });
});

/** An addon that sees one residency after the other and writes down what it is asked to do. */
function seeing(...views: Partial<Residency>[]): { addon: Addon; asked: string[] } {
  const asked: string[] = [];
  const addon: Pick<Addon, 'residency' | 'readThrough' | 'syncFilesystem' | 'dropPages'> = {
    residency: () =>
      Promise.resolve({
        method: 'cachestat',
        pageBytes: 4096,
        totalPages: 10,
        residentPages: 10,
        dirtyPages: 0,
        writebackPages: 0,
        ...(views.length > 1 ? views.shift() : views[0]),
      }),
    readThrough: () => Promise.resolve(void asked.push('read')),
    syncFilesystem: () => Promise.resolve(void asked.push('sync')),
    dropPages: () => Promise.resolve(void asked.push('drop')),
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- makeWarm asks for nothing else.
  return { addon: addon as Addon, asked };
}

describe('makeWarm', () => {
  test('does nothing for a file that is warm', async () => {
    const { addon, asked } = seeing({});
    expect(await makeWarm('file', addon)).toEqual({ residentShare: 1, problem: null });
    expect(asked).toEqual([]);
  });

  test('reads only what is not resident, syncs only what is not on disk', async () => {
    const cold = seeing({ residentPages: 3 }, {});
    expect(await makeWarm('file', cold.addon)).toEqual({ residentShare: 1, problem: null });
    expect(cold.asked).toEqual(['read']);
    for (const unclean of [{ dirtyPages: 1 }, { writebackPages: 1 }]) {
      const dirty = seeing(unclean, {});
      expect(await makeWarm('file', dirty.addon)).toEqual({ residentShare: 1, problem: null });
      expect(dirty.asked).toEqual(['sync']);
    }
  });

  test('tells what stayed cold, and how much', async () => {
    const { addon } = seeing({ residentPages: 4 });
    expect(await makeWarm('file', addon)).toEqual({
      residentShare: 0.4,
      problem: '4 of 10 pages resident, 0 dirty or under writeback',
    });
  });

  test('tells what stayed dirty', async () => {
    const { addon } = seeing({ dirtyPages: 2, writebackPages: 1 });
    expect((await makeWarm('file', addon)).problem).toContain('3 dirty or under writeback');
  });

  test('syncs the file where dirty pages cannot be seen, and says so when it cannot', async () => {
    const { addon, asked } = seeing({ method: 'mincore', dirtyPages: null, writebackPages: null });
    expect(await makeWarm(FILE, addon)).toEqual({ residentShare: 1, problem: null });
    expect(asked).toEqual([]);
    await expect(makeWarm(`${FILE}.missing`, addon)).rejects.toMatchObject({ code: 'ENOENT' });
    // The one kind of file that can be opened to read and never synced (fsync(2), EINVAL).
    expect(await makeWarm('/dev/null', addon)).toEqual({
      residentShare: 1,
      problem: expect.stringMatching(/^whether pages are dirty is not told, and .+ synced: EINVAL/),
    });
  });

  test.each([
    [
      'ENOSYS',
      'preadv2',
      'neither cachestat(2) nor mincore(2) nor preadv2(2) tells what is in memory',
    ],
    [
      'EPERM',
      'preadv2',
      'the page cache cannot be asked: EPERM (operation not permitted) from preadv2',
    ],
    ['EACCES', 'open', undefined],
  ])('takes %s from %s for an answer or an error', async (code, syscall, problem) => {
    const { addon } = seeing({});
    const error = Object.assign(new Error(code), { code, errno: -1, syscall });
    const refused = { ...addon, residency: () => Promise.reject(error) };
    for (const proof of [makeWarm(FILE, refused), makeCold(FILE, refused, false)]) {
      if (problem === undefined) await expect(proof).rejects.toBe(error);
      else expect(await proof).toEqual({ residentShare: null, problem });
    }
  });
});

describe('makeCold', () => {
  test('tries again when pages stay, and tells what stayed in the end', async () => {
    const { addon, asked } = seeing({ residentPages: 5 });
    expect(await makeCold('file', addon, false)).toEqual({
      residentShare: 0.5,
      problem: '5 of 10 pages resident, 0 dirty or under writeback',
    });
    expect(asked).toEqual(['drop', 'drop', 'drop']);
  });

  test('is done as soon as nothing is left', async () => {
    const { addon, asked } = seeing({ residentPages: 1 }, { residentPages: 0 });
    expect(await makeCold('file', addon, false)).toEqual({ residentShare: 0, problem: null });
    expect(asked).toEqual(['drop', 'drop']);
  });

  test('claims nothing without the addon, or where neither call can tell', async () => {
    const without = await makeCold('file', undefined, false);
    expect(without).toEqual({ residentShare: null, problem: 'The native addon is not built.' });
    const { addon } = seeing({});
    addon.residency = () => Promise.reject(Object.assign(new Error(), { code: 'ENOSYS' }));
    expect(await makeCold('file', addon, false)).toEqual({
      residentShare: null,
      problem: expect.stringContaining('neither cachestat(2) nor mincore(2) nor preadv2(2)'),
    });
  });

  test('claims nothing where a look reads what is missing, and drops that again', async () => {
    const { addon, asked } = seeing({ method: 'nowait', residentPages: 0, dirtyPages: null });
    expect(await makeCold('file', addon, false)).toEqual({
      residentShare: null,
      problem: expect.stringContaining('reads what is missing'),
    });
    expect(asked).toEqual(['drop', 'drop']);
  });
});

/** cachestat sees no page, mincore is refused, and reading without waiting finds `pages` of 10. */
function closed(pages: number) {
  const { addon, asked } = seeing({});
  const held = { pages };
  addon.residency = (_, method = 'cachestat') => {
    const refused = Object.assign(new Error('EPERM'), { code: 'EPERM' });
    if (method === 'mincore') return Promise.reject(refused);
    const [dirtyPages, writebackPages] = method === 'nowait' ? [null, null] : [0, 0];
    const residentPages = method === 'nowait' ? held.pages : 0;
    const totalPages = 10;
    return Promise.resolve({
      method,
      pageBytes: 4096,
      totalPages,
      residentPages,
      dirtyPages,
      writebackPages,
    });
  };
  addon.readThrough = () => Promise.resolve(void (held.pages = 10));
  return { addon, asked };
}

describe('a file that mincore tells nothing of', () => {
  test('is warm when all of it can be read without waiting', async () => {
    expect(await makeWarm(FILE, closed(10).addon)).toEqual({ residentShare: 1, problem: null });
    expect(await makeWarm(FILE, closed(2).addon)).toEqual({ residentShare: 1, problem: null });
  });

  test('is never taken for cold', async () => {
    expect(await makeCold('file', closed(10).addon, false)).toMatchObject({ residentShare: 1 });
    expect(await makeCold('file', closed(0).addon, false)).toMatchObject({ residentShare: null });
  });
});

/** As on overlayfs: the file below holds `mapped` of 10 pages. */
function overlaid(mapped: number) {
  const { addon } = seeing({});
  const held = { pages: mapped };
  addon.residency = (_, method) =>
    Promise.resolve({
      method: method ?? 'cachestat',
      pageBytes: 4096,
      totalPages: 10,
      residentPages: method === 'mincore' ? held.pages : 0,
      dirtyPages: null,
      writebackPages: null,
    });
  addon.readThrough = () => Promise.resolve(void (held.pages = 10));
  return { addon, held };
}

describe('a filesystem whose pages cachestat does not see', () => {
  test('is not taken for cold', async () => {
    const { addon } = overlaid(10);
    expect(await makeCold(FILE, addon, false)).toMatchObject({ residentShare: 1 });
  });

  test('is warm when the mapping says so, and cold when that says so too', async () => {
    const { addon, held } = overlaid(3);
    expect(await makeWarm(FILE, addon)).toEqual({ residentShare: 1, problem: null });
    addon.dropPages = () => Promise.resolve(void (held.pages = 0));
    expect(await makeCold(FILE, addon, false)).toEqual({ residentShare: 0, problem: null });
  });
});
