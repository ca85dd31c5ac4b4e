/** `scripts/ground-truth.mjs`: its exact comparisons at a small size, how it reads other programs, and how it judges. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { loadAddon } from '../../harness/binding/load.js';
import { packageRoot } from '../../harness/core/package-root.js';
import { temporaryFolder } from '../fakes/folders.js';
import { fakePrograms } from '../fakes/programs.js';

const SCRIPT = join(packageRoot(), 'scripts/ground-truth.mjs');
const path = temporaryFolder();
const noAddon = loadAddon().ok ? '' : ' (skipped: needs the native addon)';

const answerSchema = z.object({
  rows: z.array(
    z.object({
      comparison: z.string(),
      difference: z.union([z.string(), z.number()]),
      verdict: z.enum(['agrees', 'DISAGREES', 'told', 'not here']),
      figures: z.record(z.string(), z.number().nullable()).optional(),
    }),
  ),
});

/** What the script says of one comparison; with another PATH, of other programs. */
function compare(only: string, more: readonly string[] = [], PATH = process.env['PATH']) {
  const words = [SCRIPT, '--only', only, '--json', '--ballast', 'off', '--size', '1MB'];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...words, '--rounds', '6', '--dir', path(), ...more],
    { encoding: 'utf8', env: { ...process.env, PATH } },
  );
  expect(stdout, stderr).not.toBe('');
  return { status, rows: answerSchema.parse(JSON.parse(stdout)).rows };
}

const traced = spawnSync('strace', ['-c', 'true'], { encoding: 'utf8' });
const noStrace =
  traced.status === 0
    ? noAddon
    : ` (skipped: ${traced.error ? 'needs strace' : traced.stderr.trim().split('\n')[0]})`;

describe('system calls', () => {
  test.skipIf(noStrace !== '')(`are as many as strace counts, to the call${noStrace}`, () => {
    const { status, rows } = compare('system-calls');
    expect(rows.map(({ comparison, verdict }) => `${comparison}: ${verdict}`)).toEqual(
      ['read-write', 'splice', 'sendfile', 'copy-file-range', 'mmap-write'].map(
        (copier) => `system calls, ${copier}: strace -c: agrees`,
      ),
    );
    // 1 MB through 64 KiB: 16 reads and writes at least.
    expect(rows[0]?.figures?.['ours']).toBeGreaterThanOrEqual(32);
    for (const { figures } of rows) expect(figures?.['theirs']).toBe(figures?.['ours']);
    expect(status).toBe(0);
  });

  const programs = fakePrograms();

  test.skipIf(noAddon !== '')(`that differ by one are a disagreement${noAddon}`, () => {
    // Counts one call of every program that it runs, whatever that does.
    programs(
      'strace',
      `[ "$1" = --version ] && exit 0
      while :; do case $1 in -f|-c) shift;; -o) out=$2; shift 2;; -P) shift 2;; *) break;; esac; done
      printf '%s\\n' ' 99.00 0.000001 1 1 read' '100.00 0.000001 1 1 total' > "$out"
      exec "$@"`,
    );
    const { status, rows } = compare('system-calls', [], `${programs.folder}:/usr/bin:/bin`);
    expect(rows[0]).toMatchObject({ verdict: 'DISAGREES', figures: { theirs: 1 } });
    expect(status).toBe(1);
  });
});

test.skipIf(noAddon !== '')(`what is not installed is told, and no disagreement${noAddon}`, () => {
  mkdirSync(path('nothing'));
  const { status, rows } = compare('system-calls,started-programs,fio-splice', [], path('nothing'));
  expect(rows.map(({ verdict, difference }) => `${verdict}: ${difference}`)).toEqual(
    ['strace', 'hyperfine', 'fio'].map((program) => `not here: ${program} is not installed`),
  );
  expect(status).toBe(0);
});

/** A disk that nobody else reads from, so that its count is exact; or why there is none. */
function ownDisk(): { folder: string } | { reason: string } {
  const [image, folder] = [path('image'), path('disk')];
  writeFileSync(image, '');
  truncateSync(image, 64 * 2 ** 20);
  mkdirSync(folder);
  try {
    execFileSync('mkfs.ext4', ['-q', '-F', '-E', 'lazy_itable_init=0,lazy_journal_init=0', image], {
      stdio: 'pipe',
    });
    execFileSync('mount', ['-o', 'loop', image, folder], { stdio: 'pipe' });
  } catch (error) {
    return { reason: ` (skipped: needs to mount a disk: ${String(error).trim().split('\n')[0]})` };
  }
  afterAll(() => void execFileSync('umount', [folder]));
  return { folder };
}

const disk = ownDisk();
const noDisk = 'reason' in disk ? disk.reason : noAddon;

test.skipIf(noDisk !== '')(
  `a cold copy reads its source from the device to the byte, a warm one nothing${noDisk}`,
  () => {
    const folder = 'folder' in disk ? disk.folder : '';
    const sizeBytes = 4 * 2 ** 20;
    const { status, rows } = compare('cold-reads', ['--dir', folder, '--size', String(sizeBytes)]);
    expect(rows.map(({ comparison, figures }) => ({ comparison, figures }))).toEqual([
      {
        comparison: 'cold: /sys/block/*/stat',
        figures: expect.objectContaining({ leastBytes: sizeBytes, medianBytes: sizeBytes }),
      },
      {
        comparison: 'warm: /sys/block/*/stat',
        figures: expect.objectContaining({ leastBytes: 0, medianBytes: 0, wantedBytes: 0 }),
      },
    ]);
    expect(status).toBe(0);
  },
);

test.skipIf(noAddon !== '')(
  `copies of known length are compared, whatever that gives${noAddon}`,
  () => {
    const { rows } = compare('known-ratios');
    expect(rows.map(({ comparison, figures }) => [comparison, figures?.['expected']])).toEqual([
      ['twice takes', 2],
      ['a-tenth-more takes', 1.1],
      ['control arm', 1],
    ]);
    for (const { figures } of rows) {
      const { low, high } = z.object({ low: z.number(), high: z.number() }).parse(figures);
      expect(low).toBeGreaterThan(0);
      expect(high).toBeGreaterThanOrEqual(low);
    }
  },
);

/** Nobody imports scripts; these two hold functions alone, which are looked at here from outside. */
async function functionsOf(file: string) {
  const url = pathToFileURL(join(packageRoot(), 'scripts/ground-truth', file)).href;
  const functions = z.record(z.string(), z.unknown()).parse({ ...(await import(url)) });
  return (name: string, ...given: readonly unknown[]): unknown => {
    const found = functions[name];
    if (typeof found !== 'function') throw new Error(`${file} has no function ${name}`);
    return Reflect.apply(found, undefined, given);
  };
}

const judge = await functionsOf('judge.mjs');
const read = await functionsOf('read-outputs.mjs');
const NONE = { estimate: 2, low: null, high: null };

describe('the verdict', () => {
  test.each([
    [{ low: 1, high: 2 }, { low: 1.5, high: 3 }, true],
    [{ low: 1, high: 2 }, { low: 2, high: 3 }, true],
    [{ low: 1, high: 9 }, { low: 4, high: 5 }, true],
    [{ low: 1, high: 2 }, { low: 2.1, high: 3 }, false],
    [{ low: 3, high: 4 }, { low: 1, high: 2.9 }, false],
    [{ low: 1, high: 2 }, NONE, undefined],
    [NONE, { low: 1, high: 2 }, undefined],
  ])('of intervals %j and %j is %s', (a, b, expected) => {
    expect(judge('overlap', a, b)).toBe(expected);
  });

  test.each([
    ['holds it', { low: 1.98, high: 2.02 }, 2, true],
    ['lies beside it', { low: 2.01, high: 2.05 }, 2, false],
    ['is so wide that it would hold anything', { low: 0.9, high: 2.2 }, 2, undefined],
    ['tells a tenth more from nothing', { low: 1.06, high: 1.12 }, 1.1, true],
    ['cannot tell a tenth more from nothing', { low: 0.99, high: 1.12 }, 1.1, undefined],
    ['sees no difference where there is one', { low: 0.99, high: 1.01 }, 1.1, false],
    ['is of the control', { low: 0.99, high: 1.01 }, 1, true],
    ['is of a control that is off', { low: 1.01, high: 1.03 }, 1, false],
    ['does not exist', NONE, 2, undefined],
  ])('of a known ratio and an interval that %s', (_, interval, known, expected) => {
    expect(judge('holdsRatio', interval, known)).toBe(expected);
  });

  test('is of times, and speedups are their reciprocals', () => {
    const took = { estimate: 2, low: 1.6, high: 2.5 };
    expect(judge('timesAsLong', { estimate: 0.5, low: 0.4, high: 0.625 })).toEqual(took);
    expect(judge('timesAsLong', { estimate: 0.5, low: null, high: null })).toEqual(NONE);
  });

  test.each([
    [5000, 4900, 10, { lostMs: 100, agrees: true }],
    [5000, 4450, 10, { lostMs: 100, agrees: true }],
    [5000, 4300, 10, { lostMs: 100, agrees: false }],
    [5000, 5500, 10, { lostMs: 100, agrees: false }],
    [900, 800, 10, { lostMs: 100, difference: null, agrees: undefined }],
    [Number.NaN, 200, 10, { difference: null, agrees: undefined }],
  ])('of %d ms of CPU time and %d of %d copies: %j', (ours, theirs, copies, expected) => {
    expect(judge('judgeCpu', ours, theirs, copies)).toMatchObject(expected);
  });

  test.each([
    ['all of the file each time', [1e6, 1e6, 1e6], 1e6, true],
    ['a little more: metadata', [1e6, 1.05e6, 1.004e6], 1e6, true],
    ['one copy that found some of it in memory', [1e6, 1e6, 999_424], 1e6, false],
    ['far more, most of the time', [1e6, 2e6, 2e6], 1e6, false],
    ['nothing', [0, 0, 0], 0, true],
    ['something, though it was warm', [0, 1e6, 1e6], 0, false],
  ])('of a device that read %s', (_, bytes, wanted, agrees) => {
    expect(judge('judgeReads', bytes, wanted, 1e6)).toMatchObject({ agrees, wantedBytes: wanted });
  });
});

/** As the programs printed them: strace 6.1, GNU time 1.9, hyperfine 1.15, fio 3.33. */
const STRACE = `% time     seconds  usecs/call     calls    errors syscall
------ ----------- ----------- --------- --------- ----------------
 68.69    0.000373          21        17           read
 27.07    0.000147           9        16           write
  3.31    0.000018           9         2         1 openat
  0.92    0.000005           1         4           copy_file_range
------ ----------- ----------- --------- --------- ----------------
100.00    0.000543          13        39         1 total
`;
const HYPERFINE = JSON.stringify({
  results: [{ command: 'cp a b', mean: 0.0015, times: [0.0015, 0.00175] }],
});
const fioSaid = (error: number, mean: unknown) =>
  JSON.stringify({ 'fio version': 'fio-3.33', jobs: [{ error, write: { clat_ns: { mean } } }] });

describe('what other programs print', () => {
  test('of calls, those that move bytes are counted', () => {
    expect(read('movingCalls', STRACE)).toBe(37);
  });

  test('of time, both kinds count', () => {
    const used = { cpuMs: expect.closeTo(70), voluntary: 1, involuntary: 12 };
    expect(read('usageOfTime', '0.01 0.06 1 12\n')).toEqual(used);
  });

  test('of runs, every one is a time in nanoseconds', () => {
    expect(read('timesOfHyperfine', HYPERFINE)).toEqual([1.5e6, 1.75e6]);
  });

  test('of calls of a block each, their mean is a rate', () => {
    expect(read('rateOfFio', fioSaid(0, 32_768), 'write', 65_536)).toBe(2);
  });

  test.each([
    ['movingCalls', [''], 'strace -c'],
    ['movingCalls', ['strace: attach: ptrace(PTRACE_SEIZE, 1): Operation not permitted'], 'strace'],
    ['usageOfTime', ['cp: cannot stat\n0.01 0.06 1 12'], 'time'],
    ['usageOfTime', ['Command exited with non-zero status 1\n0.00 0.00 1 0'], 'time'],
    ['timesOfHyperfine', ['{"results": []}'], 'hyperfine'],
    ['timesOfHyperfine', ['{"results": [{"times": [0.1, null]}]}'], 'hyperfine'],
    ['timesOfHyperfine', ['no JSON'], 'hyperfine'],
    ['rateOfFio', [fioSaid(5, 32_768), 'write', 1], 'fio'],
    ['rateOfFio', [fioSaid(0, 0), 'write', 1], 'fio'],
    ['rateOfFio', [fioSaid(0, 32_768), 'read', 1], 'fio'],
  ])('%s refuses %j', (name, given, program) => {
    expect(() => read(name, ...given)).toThrow(program);
    expect(() => read(name, ...given)).toThrow('printed what cannot be read');
  });
});
