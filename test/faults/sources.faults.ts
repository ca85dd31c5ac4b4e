/** Sources that are no plain files, are larger than 32 bits can count, or change in the middle of a copy. */
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { writeRandomFile } from '../native/native-room.js';
import { readTold, run, type Told } from './driver.js';
import { BOUNDS, DRIVER, folderWithSource, SUBJECTS } from './subjects.js';
import { errnoOf } from './verdict.js';

const READING = SUBJECTS.filter(([copier, route]) => {
  const works = copier !== 'reflink' && !(copier === 'msg-zerocopy' && route === 'file-to-unix');
  return works && route.startsWith('file-');
});
/** Bounds make no copy that could be compared with its source. */
const COPYING = READING.filter(([copier]) => !BOUNDS.has(copier));
const FROM_FILES = READING.filter(([, route]) => route === 'file-to-file');

/** Where the copy is; undefined where there is none. */
function leftAt(folder: string): string | undefined {
  return ['destination', 'arrived'].map((name) => join(folder, name)).find(existsSync);
}

async function copy(folder: string, words: readonly string[], env = {}): Promise<Told> {
  const ended = await run(DRIVER?.program ?? '', words.toSpliced(2, 0, folder), {
    env,
    timeoutMs: 60_000,
  });
  expect(ended).toMatchObject({ status: 0, signal: null, timedOut: false });
  return readTold(ended.stdout);
}

describe.skipIf(!DRIVER)('an odd source', () => {
  const odd: [string, (path: string) => void, { code: string; syscall: string | RegExp }][] = [
    [
      'a file of /proc',
      (path) => symlinkSync('/proc/cpuinfo', path),
      { code: 'EINVAL', syscall: 'stat' },
    ],
    ['a FIFO', (path) => execFileSync('mkfifo', [path]), { code: 'EINVAL', syscall: 'stat' }],
    [
      'an endless device',
      (path) => symlinkSync('/dev/zero', path),
      { code: 'EINVAL', syscall: 'stat' },
    ],
    ['a folder', (path) => mkdirSync(path), { code: 'EISDIR', syscall: 'read' }],
    ['nothing at all', () => undefined, { code: 'ENOENT', syscall: /^(?:open|stat)$/ }],
  ];

  test.concurrent.for(
    READING.flatMap(([copier, route]) =>
      odd.map(([what, make, error]) => ({ copier, route, what, make, error })),
    ),
  )('of $copier, $route, is told: $what', async ({ copier, route, make, error }, context) => {
    const folder = folderWithSource(context, 0);
    rmSync(join(folder, 'source'));
    make(join(folder, 'source'));
    const { code, syscall } = error;
    const told = await copy(folder, [copier, route, 'size=10']);
    expect(told).toMatchObject({ ok: false, errno: errnoOf(code), leaked: 0 });
    expect(told.syscall).toMatch(syscall);
    expect(existsSync(join(folder, 'destination'))).toBe(false);
  });

  test.concurrent.for(FROM_FILES)(
    'of %s, %s, without bytes is copied',
    async ([copier, route], context) => {
      const folder = folderWithSource(context, 0);
      expect(await copy(folder, [copier, route])).toMatchObject({ ok: true, movedBytes: 0 });
    },
  );
});

describe.skipIf(!DRIVER)('a source of more than 4 GiB', () => {
  const SIZE_BYTES = 2 ** 32 + 4097;

  // One socket is enough: what counts the bytes of a copier is the same on every route.
  const counting = COPYING.filter(
    ([copier, route]) =>
      route === 'file-to-file' || (copier === 'splice' && route === 'file-to-tcp'),
  );

  test.for(counting)(
    'is copied by %s, %s',
    { timeout: 180_000 },
    async ([copier, route], context) => {
      const folder = folderWithSource(context, 0);
      const source = join(folder, 'source');
      truncateSync(source, SIZE_BYTES);
      const file = openSync(source, 'r+');
      for (const at of [0, 2 ** 31 - 3, 2 ** 32 - 3, SIZE_BYTES - 3]) writeSync(file, 'abc', at);
      closeSync(file);
      const told = await copy(folder, [copier, route, 'deadline=50000']);
      expect(told).toMatchObject({ ok: true, movedBytes: SIZE_BYTES });
      execFileSync('cmp', [source, leftAt(folder) ?? 'no copy']);
    },
  );
});

describe.skipIf(!DRIVER)('a source that changes in the middle of a copy', () => {
  const SIZE_BYTES = 600_000;
  const CALLS: Record<string, string> = {
    'read-write': 'read',
    'read-write-crc32c': 'read',
    'mmap-write': 'write',
    'splice-tee-digest': 'splice',
    'splice-then-digest': 'splice',
    'copy-file-range': 'copy_file_range',
    'msg-zerocopy': 'send',
  };
  const CHANGES: Record<string, (source: string) => void> = {
    grows: (source) => appendFileSync(source, 'more'),
    shrinks: (source) => truncateSync(source, 300_100),
    'is replaced': (source) => {
      writeFileSync(`${source}-new`, 'quite another file');
      renameSync(`${source}-new`, source);
    },
    'is deleted': (source) => rmSync(source),
  };
  test.concurrent.for(
    COPYING.flatMap(([copier, route]) =>
      Object.keys(CHANGES).map((change) => ({ copier, route, change })),
    ),
  )('of $copier, $route: it $change', async ({ copier, route, change }, context) => {
    const folder = folderWithSource(context, 0);
    const source = join(folder, 'source');
    writeRandomFile(source, SIZE_BYTES);
    const before = readFileSync(source);
    const fault = `${CALLS[copier] ?? copier}:delay=600:2`;
    const env = { LD_PRELOAD: DRIVER?.interpose ?? '', COPYBENCH_FAULT: fault };
    const settings = ['limit=65536', 'buffer=65536', 'window=131072', 'pipe=131072'];
    const copying = copy(folder, [copier, route, ...settings], env);
    await delay(300);
    CHANGES[change]?.(source);
    const told = await copying;
    const copied = readFileSync(leftAt(folder) ?? 'no copy');
    if (change !== 'shrinks') {
      expect(told).toMatchObject({ ok: true, movedBytes: SIZE_BYTES });
      return expect(copied.equals(before)).toBe(true);
    }
    if (route === 'file-to-file') {
      // No byte is told as moved that the source no longer has.
      expect(told).toMatchObject({ ok: true, movedBytes: 300_100 });
      expect(copied.subarray(0, 300_100).equals(before.subarray(0, 300_100))).toBe(true);
    } else {
      expect(told).toMatchObject({ ok: false, errno: errnoOf('ENODATA') });
    }
  });
});
