/** What a strategy left is checked: how much always, every byte when asked. */
import { appendFileSync, copyFileSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Addon } from '../../../harness/binding/addon.js';
import { loadAddon } from '../../../harness/binding/load.js';
import { checkContent, checkSize } from '../../../harness/routes/check-copy.js';
import { firstDifference } from '../../../harness/routes/compare-files.js';
import type { Leaves } from '../../../strategies/strategy.js';
import { temporaryFolder, writeRandomFile } from '../../fakes/folders.js';

const path = temporaryFolder();
const SIZE_BYTES = 3_000_001;
const source = writeRandomFile(path('source'), SIZE_BYTES);

const copied = (destination: string, leaves: Leaves = 'copy') => ({
  source,
  destination,
  sizeBytes: SIZE_BYTES,
  leaves,
});

describe('checkSize', () => {
  writeFileSync(path('empty'), '');
  writeFileSync(path('short'), Buffer.alloc(SIZE_BYTES - 1));
  writeFileSync(path('right'), Buffer.alloc(SIZE_BYTES));
  writeFileSync(path('long'), Buffer.alloc(SIZE_BYTES + 1));
  symlinkSync(path('right'), path('link'));

  test.each<[Leaves, string]>([
    ['copy', 'right'],
    ['empty', 'empty'],
    ['none', 'absent'],
  ])('%s is content with a file that is %s', async (leaves, name) => {
    await checkSize(copied(path(name), leaves));
  });

  test.each<[Leaves, string, string]>([
    ['copy', 'short', 'The destination has 3000000 bytes; it should have 3000001.'],
    ['copy', 'long', 'The destination has 3000002 bytes; it should have 3000001.'],
    ['copy', 'empty', 'The destination has 0 bytes; it should have 3000001.'],
    ['copy', 'absent', 'The destination does not exist; it should have 3000001.'],
    ['empty', 'right', 'The destination has 3000001 bytes; it should have 0.'],
    ['empty', 'absent', 'The destination does not exist; it should have 0.'],
    ['none', 'empty', 'The destination has 0 bytes; it should not exist.'],
    ['none', 'right', 'The destination has 3000001 bytes; it should not exist.'],
  ])('%s refuses a file that is %s', async (leaves, name, message) => {
    await expect(checkSize(copied(path(name), leaves))).rejects.toMatchObject({
      code: 'E_SHORT_COPY',
      message,
    });
  });

  test('does not follow a link to a file of the right size', async () => {
    await expect(checkSize(copied(path('link')))).rejects.toMatchObject({ code: 'E_SHORT_COPY' });
  });
});

const loaded = loadAddon();
const ways: [string, Addon | undefined][] = [['in JavaScript', undefined]];
if (loaded.ok) ways.push(['with the addon', loaded.addon]);

describe.each(ways)('checkContent %s', (way, addon) => {
  /** A copy whose byte at `offset` is another one. */
  function spoiled(offset: number): string {
    const bytes = readFileSync(source);
    bytes[offset]! ^= 1;
    const destination = path(`spoiled-${way}`);
    writeFileSync(destination, bytes);
    return destination;
  }

  test('is content with an equal file', async () => {
    copyFileSync(source, path(`equal-${way}`));
    await checkContent(copied(path(`equal-${way}`)), addon);
  });

  test.each([0, 1, 2 ** 20 - 1, 2 ** 20, 2_999_999, SIZE_BYTES - 1])(
    'tells a wrong byte at %i',
    async (offset) => {
      await expect(checkContent(copied(spoiled(offset)), addon)).rejects.toMatchObject({
        code: 'E_WRONG_BYTES',
        message: expect.stringContaining(`at byte ${offset} of ${SIZE_BYTES}.`),
      });
    },
  );

  test('tells where the longer file goes on', async () => {
    const longer = path(`longer-${way}`);
    copyFileSync(source, longer);
    appendFileSync(longer, 'x');
    await expect(checkContent(copied(longer), addon)).rejects.toThrow(`at byte ${SIZE_BYTES}`);
  });
});

describe('firstDifference', () => {
  test.each([0, 1, 2 ** 20, 2 ** 21])('of equal files of %i bytes is none', async (sizeBytes) => {
    const left = writeRandomFile(path(`left-${sizeBytes}`), sizeBytes);
    copyFileSync(left, path(`right-${sizeBytes}`));
    expect(await firstDifference(left, path(`right-${sizeBytes}`))).toBe(-1);
  });

  test('of a file and its beginning is where it ends, either way round', async () => {
    const whole = writeRandomFile(path('whole'), 2 ** 20 + 10);
    writeFileSync(path('part'), readFileSync(whole).subarray(0, 2 ** 20));
    expect(await firstDifference(whole, path('part'))).toBe(2 ** 20);
    expect(await firstDifference(path('part'), whole)).toBe(2 ** 20);
  });

  test('of a missing file is the system error', async () => {
    await expect(firstDifference(source, path('missing'))).rejects.toMatchObject({
      code: 'ENOENT',
    });
  });
});
