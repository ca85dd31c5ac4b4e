/** What the page cache holds of a file is told truly, and can be changed. */
import { execFileSync } from 'node:child_process';
import { closeSync, fsyncSync, openSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { describeNative, isOnTmpfs, temporaryFolder, writeRandomFile } from './native-room.js';

const METHODS = ['cachestat', 'mincore'] as const;

/** Writes a file back and drops it from the cache: what dd(1) does for `iflag=nocache count=0`. */
function evict(path: string): void {
  const file = openSync(path, 'r+');
  fsyncSync(file);
  closeSync(file);
  execFileSync('dd', [`if=${path}`, 'iflag=nocache', 'count=0'], { stdio: 'pipe' });
}

describeNative('residency', (addon) => {
  const path = temporaryFolder();
  const cannotEvict = process.platform !== 'linux' || isOnTmpfs(tmpdir());

  test.each(METHODS)('by %s of a file just written is whole', async (method) => {
    const file = writeRandomFile(path('written'), 1_000_000);
    const residency = await addon.residency(file, method);
    const pages = Math.ceil(1_000_000 / residency.pageBytes);
    expect(residency).toMatchObject({ method, totalPages: pages, residentPages: pages });
  });

  test('tells dirty pages by cachestat, and null by mincore', async () => {
    const file = writeRandomFile(path('dirty'), 1_000_000);
    const known = await addon.residency(file, 'cachestat');
    expect(known.dirtyPages).toBeGreaterThanOrEqual(0);
    expect(known.writebackPages).toBeGreaterThanOrEqual(0);
    const unknown = await addon.residency(file, 'mincore');
    expect(unknown).toMatchObject({ dirtyPages: null, writebackPages: null });
  });

  test.skipIf(cannotEvict)('of an evicted file is none, and whole again once read', async () => {
    const file = writeRandomFile(path('evicted'), 8_000_000);
    evict(file);
    for (const method of METHODS) {
      expect((await addon.residency(file, method)).residentPages).toBe(0);
    }
    expect((await addon.residency(file, 'cachestat')).dirtyPages).toBe(0);
    await addon.readThrough(file);
    for (const method of METHODS) {
      const { residentPages, totalPages } = await addon.residency(file, method);
      expect(residentPages).toBe(totalPages);
    }
  });

  test.skipIf(cannotEvict)('of a file of nothing but hole is none', async () => {
    writeFileSync(path('hole'), '');
    truncateSync(path('hole'), 3_000_000_000); // Three windows of mincore.
    for (const method of METHODS) {
      expect((await addon.residency(path('hole'), method)).residentPages).toBe(0);
    }
  });

  test.each(METHODS)('by %s of an empty file is no page of none', async (method) => {
    writeFileSync(path('empty'), '');
    const residency = await addon.residency(path('empty'), method);
    expect(residency).toMatchObject({ totalPages: 0, residentPages: 0 });
  });

  test('without a method asks cachestat where the kernel has it', async () => {
    const file = writeRandomFile(path('default'), 1);
    const cachestat = await addon.residency(file, 'cachestat').then(
      () => true,
      () => false,
    );
    expect((await addon.residency(file)).method).toBe(cachestat ? 'cachestat' : 'mincore');
  });
});

describeNative('syncFilesystem', (addon) => {
  const path = temporaryFolder();

  test.skipIf(isOnTmpfs(tmpdir()))('leaves no dirty page of a file', async () => {
    const file = writeRandomFile(path('file'), 1_000_000);
    await addon.syncFilesystem(path('.'));
    expect((await addon.residency(file)).dirtyPages ?? 0).toBe(0);
  });
});
