/** Disks that fail for real: full, filled by another process, thinner than they say, and folders that go away. */
import { execFileSync, spawn } from 'node:child_process';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { writeRandomFile } from '../native/native-room.js';
import { readTold, run, type Told } from './driver.js';
import { BOUNDS, DRIVER, folderWithSource, SUBJECTS, type Test } from './subjects.js';
import { errnoOf } from './verdict.js';

const COPYING = SUBJECTS.filter(
  ([copier, route]) => route === 'file-to-file' && !BOUNDS.has(copier) && copier !== 'reflink',
).map(([copier]) => copier);

async function copy(copier: string, folder: string, words: string[] = [], env = {}): Promise<Told> {
  const args = [copier, 'file-to-file', folder, ...words];
  const ended = await run(DRIVER?.program ?? '', args, { env, timeoutMs: 60_000 });
  expect(ended).toMatchObject({ status: 0, signal: null, timedOut: false });
  return readTold(ended.stdout);
}

/** Mounts below a folder of its own, for as long as the test runs; skips it where that is refused. */
function mounted(context: Test, words: (mountPoint: string) => string[], place?: string): string {
  const mountPoint = join(place ?? folderWithSource(context, 0), 'mounted');
  mkdirSync(mountPoint);
  try {
    execFileSync('mount', words(mountPoint), { stdio: 'pipe' });
  } catch (error) {
    return context.skip(`needs to mount: ${String(error).trim()}`);
  }
  context.onTestFinished(() => void execFileSync('umount', ['--lazy', mountPoint]));
  return mountPoint;
}

const tmpfs = (size: string) => (mountPoint: string) => [
  '-t',
  'tmpfs',
  '-o',
  `size=${size}`,
  'copybench-test',
  mountPoint,
];

describe.skipIf(!DRIVER).each(COPYING)('%s', (copier) => {
  test('tells of a tmpfs of 64 MB that the copy does not fit on', async (context) => {
    const folder = mounted(context, tmpfs('64m'));
    writeRandomFile(join(folder, 'source'), 40_000_000);
    expect(await copy(copier, folder)).toMatchObject({ ok: false, errno: errnoOf('ENOSPC') });
    rmSync(join(folder, 'destination'));
    truncateSync(join(folder, 'source'), 20_000_000);
    expect(await copy(copier, folder)).toMatchObject({ ok: true, movedBytes: 20_000_000 });
  });

  test('tells of a disk that another process fills meanwhile', async (context) => {
    const folder = mounted(context, tmpfs('64m'));
    const source = writeRandomFile(join(folder, 'source'), 25_000_000);
    const call = { 'copy-file-range': 'copy_file_range', sendfile: 'sendfile' }[copier];
    const env = {
      LD_PRELOAD: DRIVER?.interpose ?? '',
      COPYBENCH_FAULT: `${call ?? (copier.startsWith('splice') ? 'splice' : 'write')}:delay=800:3`,
    };
    const copying = copy(copier, folder, ['limit=1000000'], env);
    await delay(200);
    const filling = spawn('dd', ['if=/dev/zero', `of=${join(folder, 'filler')}`, 'bs=1M'], {
      stdio: 'ignore',
    });
    await new Promise((resolve) => filling.on('close', resolve));
    expect(await copying).toMatchObject({ ok: false, errno: errnoOf('ENOSPC'), leaked: 0 });
    // What is there of the copy is a part of the source, and nothing else.
    const part = readFileSync(join(folder, 'destination'));
    const moved = readFileSync(source).subarray(0, part.length);
    const zerosFrom = part.findLastIndex((byte) => byte !== 0) + 1;
    expect(part.subarray(0, zerosFrom).equals(moved.subarray(0, zerosFrom))).toBe(true);
  });

  test('makes a true copy or tells, on a disk whose backing file cannot grow', async (context) => {
    const backing = mounted(context, tmpfs('24m'));
    const image = join(backing, 'image');
    writeFileSync(image, '');
    truncateSync(image, 128 * 2 ** 20);
    execFileSync('mkfs.ext4', ['-q', '-F', '-O', '^has_journal', image]);
    const folder = mounted(
      context,
      (point) => ['-o', 'loop', image, point],
      folderWithSource(context, 0),
    );
    const place = folderWithSource(context, 40_000_000);
    execFileSync('ln', ['-s', join(place, 'source'), join(folder, 'source')]);
    const told = await copy(copier, folder);
    if (!told.ok)
      return expect([errnoOf('EIO'), errnoOf('EXDEV'), errnoOf('ENOSPC')]).toContain(told.errno);
    expect(
      readFileSync(join(folder, 'destination')).equals(readFileSync(join(place, 'source'))),
    ).toBe(true);
    // The bytes never came to the disk, and whoever asks is told: the copy itself is not synced.
    expect((await run('sync', [join(folder, 'destination')])).stderr).toContain('error syncing');
  });

  test('tells of a folder that is gone, and makes nothing elsewhere', async (context) => {
    const folder = folderWithSource(context, 600_000);
    const [aside, target] = [folderWithSource(context, 0), join(folder, 'source')];
    rmSync(aside, { recursive: true });
    expect(await copy(copier, aside)).toMatchObject({ ok: false, errno: errnoOf('ENOENT') });
    expect(statSync(target).size).toBe(600_000);
    expect(readdirSync(folder)).toEqual(['source']);
  });
});
