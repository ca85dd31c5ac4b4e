/** What the page cache holds of a file is told truly, and can be changed. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  closeSync,
  fsyncSync,
  openSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import type { Addon, Residency } from '../../harness/binding/addon.js';
import { hasCode } from '../../harness/core/errors.js';
import {
  ADDON_PATH,
  describeNative,
  isOnTmpfs,
  temporaryFolder,
  writeRandomFile,
} from './native-room.js';

const METHODS = ['cachestat', 'mincore', 'nowait'] as const;

/** What each method says, the one that reads what it misses last; without those that are not to be had here. */
async function askAll(addon: Addon, file: string): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (const method of METHODS) {
    const residency = await addon.residency(file, method).catch((error: unknown) => {
      if (hasCode(error, 'ENOSYS') || hasCode(error, 'EOPNOTSUPP')) return undefined;
      throw error;
    });
    if (residency) found.set(method, residency.residentPages);
  }
  return found;
}

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

  test('of a file just written is whole, whoever is asked', async () => {
    const file = writeRandomFile(path('written'), 1_000_000);
    const { totalPages, pageBytes } = await addon.residency(file);
    expect(totalPages).toBe(Math.ceil(1_000_000 / pageBytes));
    const found = await askAll(addon, file);
    expect(found.size).toBeGreaterThan(0);
    for (const pages of found.values()) expect(pages).toBe(totalPages);
  });

  test('tells dirty pages by cachestat, and null by the others', async () => {
    const file = writeRandomFile(path('dirty'), 1_000_000);
    const known = await addon.residency(file, 'cachestat');
    expect(known.dirtyPages).toBeGreaterThanOrEqual(0);
    expect(known.writebackPages).toBeGreaterThanOrEqual(0);
    const others = isOnTmpfs(tmpdir()) ? (['mincore'] as const) : (['mincore', 'nowait'] as const);
    for (const method of others) {
      const unknown = await addon.residency(file, method);
      expect(unknown).toMatchObject({ method, dirtyPages: null, writebackPages: null });
    }
  });

  test.skipIf(cannotEvict)('of an evicted file is none, and whole again once read', async () => {
    const file = writeRandomFile(path('evicted'), 8_000_000);
    evict(file);
    for (const pages of (await askAll(addon, file)).values()) expect(pages).toBe(0);
    evict(file);
    expect((await addon.residency(file, 'cachestat')).dirtyPages).toBe(0);
    await addon.readThrough(file);
    const { totalPages } = await addon.residency(file);
    for (const pages of (await askAll(addon, file)).values()) expect(pages).toBe(totalPages);
  });

  test.skipIf(cannotEvict)('of a file whose end alone is there is that end', async () => {
    const file = writeRandomFile(path('half'), 4 * 2 ** 20);
    evict(file);
    appendFileSync(file, Buffer.alloc(2 ** 20, 1));
    const { pageBytes } = await addon.residency(file);
    const found = await askAll(addon, file);
    for (const pages of found.values()) expect(pages).toBe(2 ** 20 / pageBytes);
  });

  test.skipIf(cannotEvict)('of a file of nothing but hole is none', async () => {
    writeFileSync(path('hole'), '');
    truncateSync(path('hole'), 3_000_000_000); // Three windows of mincore.
    for (const method of ['cachestat', 'mincore'] as const) {
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

/** As Debian's and every other system's "nobody". */
const NOBODY = 65_534;

/** Residency of somebody else's file, as nobody sees it: by `method`, or by whatever the addon finds. */
const LOOK = `
const [addon, file, method] = process.argv.slice(1);
require(addon).residency(file, method).then(
  (seen) => console.log(JSON.stringify(seen)),
  (error) => console.log(JSON.stringify({ code: error.code })),
);
`;

function lookAsNobody(file: string, method?: Residency['method']) {
  const who = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--no-new-privs'];
  const words = ['-e', LOOK, ADDON_PATH, file, ...(method ? [method] : [])];
  return spawnSync('setpriv', [...who, process.execPath, ...words], { encoding: 'utf8', cwd: '/' });
}

const told = (file: string, method?: Residency['method']): unknown =>
  JSON.parse(lookAsNobody(file, method).stdout);

const trial = process.getuid?.() === 0 ? lookAsNobody('/') : undefined;
const why = trial
  ? trial.stdout.startsWith('{')
    ? undefined
    : `this checkout is not for everybody: ${trial.stderr || String(trial.error)}`
  : 'it takes root to become somebody else';

describe.skipIf(why !== undefined)(`somebody else's file${why ? ` (skipped: ${why})` : ''}`, () => {
  const path = temporaryFolder();

  function strangeFile(name: string): string {
    chmodSync(path('.'), 0o755);
    const file = writeRandomFile(path(name), 1_000_000);
    chmodSync(file, 0o444);
    return file;
  }

  test('is nothing that mincore(2) may be asked about, which would call all of it resident', () => {
    expect(told(strangeFile('closed'), 'mincore')).toEqual({ code: 'EPERM' });
  });

  test.skipIf(isOnTmpfs(tmpdir()))('is seen all the same, resident or not', () => {
    const file = strangeFile('seen');
    const pageBytes = Number(execFileSync('getconf', ['PAGESIZE'], { encoding: 'utf8' }));
    const totalPages = Math.ceil(1_000_000 / pageBytes);
    expect(told(file)).toMatchObject({ residentPages: totalPages, totalPages });
    expect(told(file, 'nowait')).toMatchObject({ residentPages: totalPages, totalPages });
    evict(file);
    expect(told(file)).toMatchObject({ residentPages: 0, totalPages });
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
