/** Every copier moves every byte, at the sizes where loops go wrong, in long steps and in short ones. */
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { COPYING, describeNative, temporaryFolder, writeRandomFile } from './native-room.js';

const SIZES = [0, 1, 4095, 4097, 2 ** 20 + 1, 7_000_000];

describeNative('copiers', (addon) => {
  const path = temporaryFolder();
  const sourceOf = (sizeBytes: number): string => path(`source-${sizeBytes}`);

  beforeAll(() => {
    for (const size of SIZES) writeRandomFile(sourceOf(size), size);
  });

  test('are all registered, in order of their names', () => {
    const names = addon.copiers().map((copier) => copier.name);
    expect(names).toEqual(names.toSorted());
    expect(names).toEqual(
      expect.arrayContaining([...COPYING, 'memory-copy', 'nothing', 'reflink']),
    );
  });

  test('that are unavailable say why', () => {
    for (const { available, reason } of addon.copiers()) expect(reason === '').toBe(available);
  });

  describe.each(COPYING)('%s', (copier) => {
    test.each(SIZES)('copies %i bytes', async (size) => {
      const destination = path(`${copier}-${size}`);
      const result = await addon.copy({
        route: 'file-to-file',
        copier,
        source: sourceOf(size),
        destination,
      });
      expect(result.movedBytes).toBe(size);
      expect(readFileSync(destination).equals(readFileSync(sourceOf(size)))).toBe(true);
      expect(result.elapsedNs).toBeGreaterThan(0);
      expect(result.systemCalls > 0).toBe(size > 0);
    });

    // 4093 is no divisor of a page, a buffer, a pipe or a window.
    test.each([4093, 65_536, 1_000_003])('loops when a call moves %i bytes', async (limit) => {
      const destination = path(`${copier}-limit-${limit}`);
      const source = sourceOf(7_000_000);
      const options = { callLimitBytes: limit };
      const result = await addon.copy({
        route: 'file-to-file',
        copier,
        source,
        destination,
        options,
      });
      expect(result.movedBytes).toBe(7_000_000);
      expect(readFileSync(destination).equals(readFileSync(source))).toBe(true);
      expect(result.systemCalls).toBeGreaterThanOrEqual(Math.ceil(7_000_000 / limit));
    });
  });

  test.each([
    ['read-write', { bufferBytes: 1 }],
    ['read-write', { bufferBytes: 5000 }],
    ['read-write', { bufferBytes: 2 ** 24 }],
    ['splice', { pipeBytes: 4096 }],
    ['splice', { pipeBytes: 65_536 }],
    ['splice', { pipeBytes: 100_000, callLimitBytes: 70_001 }],
    ['mmap-write', { windowBytes: 1 }],
    ['mmap-write', { windowBytes: 12_345 }],
    ['mmap-write', { windowBytes: 2 ** 24 }],
  ])('%s copies with %o', async (copier, options) => {
    const destination = path('settings');
    const source = sourceOf('bufferBytes' in options ? 4097 : 2 ** 20 + 1);
    await addon.copy({ route: 'file-to-file', copier, source, destination, options });
    expect(readFileSync(destination).equals(readFileSync(source))).toBe(true);
    rmSync(destination);
  });

  test.each([
    ['the default', {}, 2 ** 20],
    ['64 KiB', { pipeBytes: 65_536 }, 65_536],
    ['no power of two', { pipeBytes: 100_000 }, 131_072],
  ])('splice tells the capacity that the kernel granted: %s', async (title, options, expected) => {
    const [source, destination] = [sourceOf(4097), path(`granted ${title}`)];
    const { granted } = await addon.copy({
      route: 'file-to-file',
      copier: 'splice',
      source,
      destination,
      options,
    });
    expect(granted['pipeBytes']).toBe(expected);
  });

  test('a new destination has the mode that umask leaves of 0666', async () => {
    const destination = path('mode');
    await addon.copy({
      route: 'file-to-file',
      copier: 'read-write',
      source: sourceOf(1),
      destination,
    });
    expect(statSync(destination).mode & 0o777).toBe(0o666 & ~process.umask());
  });

  test('memory-copy moves the bytes and makes no file', async () => {
    for (const size of SIZES) {
      const destination = path('memory');
      const source = sourceOf(size);
      const result = await addon.copy({
        route: 'file-to-file',
        copier: 'memory-copy',
        source,
        destination,
      });
      expect(result.movedBytes).toBe(size);
      expect(existsSync(destination)).toBe(false);
    }
  });

  test('nothing makes an empty file', async () => {
    const destination = path('empty');
    const result = await addon.copy({
      route: 'file-to-file',
      copier: 'nothing',
      source: sourceOf(4097),
      destination,
    });
    expect(result).toMatchObject({ movedBytes: 0, systemCalls: 0, granted: {} });
    expect(statSync(destination).size).toBe(0);
  });

  test('usage counts the copying thread alone', async () => {
    const destination = path('usage');
    const source = sourceOf(7_000_000);
    const { usage, elapsedNs } = await addon.copy({
      route: 'file-to-file',
      copier: 'read-write',
      source,
      destination,
    });
    const cpuUs = usage.cpuUserUs + usage.cpuSystemUs;
    expect(cpuUs).toBeGreaterThan(0);
    // A thread cannot use more than the wall time, but for the clocks being read one after the other.
    expect(cpuUs).toBeLessThan(elapsedNs / 1000 + 1000);
    expect(usage.peakRssBytes).toBeNull();
  });
});
