/** Copies that meet a limit on the way: no space, no larger file, a source that changes, descriptors. */
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  ADDON_PATH,
  COPYING,
  describeNative,
  mountedFolder,
  systemErrorOf,
  temporaryFolder,
  writeRandomFile,
} from './native-room.js';

const COPY_ONCE = `
  const [path, copier, source, destination] = process.argv.slice(1);
  require(path).copy({ route: 'file-to-file', copier, source, destination }).then(
    (result) => console.log(JSON.stringify(result)),
    ({ code, syscall, errno, dest }) => console.log(JSON.stringify({ code, syscall, errno, dest })));`;

const MOVING_CALL: Record<(typeof COPYING)[number], string> = {
  'read-write': 'write',
  splice: 'splice',
  sendfile: 'sendfile',
  'copy-file-range': 'copy_file_range',
  'mmap-write': 'write',
};

/** A tmpfs of 1 MiB. */
const mountTiny = (_image: string, mountPoint: string): string[][] => [
  ['mount', '-t', 'tmpfs', '-o', 'size=1m', 'copybench-test', mountPoint],
];

/** Waits until the copy to `path` has begun. */
async function untilGrowing(path: string): Promise<void> {
  while (!existsSync(path) || statSync(path).size === 0) await nextTurn();
}

describeNative('a file size limit (RLIMIT_FSIZE)', () => {
  const path = temporaryFolder();

  test.each(COPYING)('is EFBIG from %s, and the part that fitted stays', (copier) => {
    const source = writeRandomFile(path('source'), 3_000_000);
    const destination = path(copier);
    // 2000 blocks of 512 bytes in a POSIX sh.
    const limited = 'ulimit -f 2000 && exec "$0" "$@"';
    const script = ['-e', COPY_ONCE, ADDON_PATH, copier, source, destination];
    const child = spawnSync('sh', ['-c', limited, process.execPath, ...script], {
      encoding: 'utf8',
    });
    expect(child.signal).toBeNull();
    expect(JSON.parse(child.stdout)).toMatchObject({
      code: 'EFBIG',
      syscall: MOVING_CALL[copier],
      dest: destination,
    });
    expect(statSync(destination).size).toBe(1_024_000);
  });
});

describeNative('a full filesystem', (addon) => {
  const tiny = mountedFolder(mountTiny);
  const elsewhere = temporaryFolder();

  test.each(COPYING)('is ENOSPC from %s', async (copier) => {
    // copy_file_range(2) to another filesystem would be EXDEV.
    const home = copier === 'copy-file-range' ? tiny : elsewhere;
    const source = writeRandomFile(home(`source-${copier}`), 700_000);
    const copies = home === tiny ? 1 : 2;
    const codes: string[] = [];
    for (let i = 0; i < copies; i++) {
      const destination = tiny(`copy-${i}`);
      codes.push(
        await addon
          .copy({ route: 'file-to-file', copier, source, destination })
          .then(() => '', errorCode),
      );
    }
    expect(codes.at(-1)).toBe('ENOSPC');
    for (const name of readdirSync(tiny('.'))) rmSync(tiny(name));
  });
});

describeNative('a read-only filesystem', (addon) => {
  const tiny = mountedFolder((image, mountPoint) => [
    ...mountTiny(image, mountPoint),
    ['mount', '-o', 'remount,ro', mountPoint],
  ]);
  const path = temporaryFolder();

  test('is EROFS, told of the destination', async () => {
    const source = writeRandomFile(path('source'), 10);
    const destination = tiny('copy');
    const error = await systemErrorOf(
      addon.copy({ route: 'file-to-file', copier: 'sendfile', source, destination }),
    );
    expect(error).toMatchObject({ code: 'EROFS', syscall: 'open', path: destination });
  });
});

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

describeNative('a source that changes during the copy', (addon) => {
  const path = temporaryFolder();
  const sizeBytes = 16_000_000;
  // Many short calls, so that the change comes while the copy runs.
  const options = { callLimitBytes: 512 };

  test.each(COPYING)('%s ends where a shrunken source ends', async (copier) => {
    const source = writeRandomFile(path('shrinking'), sizeBytes);
    const destination = path(`${copier}-shrunk`);
    const copying = addon.copy({ route: 'file-to-file', copier, source, destination, options });
    await untilGrowing(destination);
    truncateSync(source, 9_000_100);
    const { movedBytes } = await copying;
    expect(movedBytes).toBe(9_000_100);
    const copied = readFileSync(destination).subarray(0, movedBytes);
    expect(copied.equals(readFileSync(source))).toBe(true);
  });

  test.each(COPYING)('%s copies what there was of a growing source', async (copier) => {
    const source = writeRandomFile(path('growing'), sizeBytes);
    const destination = path(`${copier}-grown`);
    const copying = addon.copy({ route: 'file-to-file', copier, source, destination, options });
    await untilGrowing(destination);
    appendFileSync(source, 'more');
    const { movedBytes } = await copying;
    expect(movedBytes).toBe(sizeBytes);
    expect(statSync(destination).size).toBe(sizeBytes);
  });
});

/** Truncates the source of `memory-copy` while its bytes are copied one at a time, which takes a second. */
const SHRINK_MAPPED = `
  const [path, source] = process.argv.slice(1);
  const options = { callLimitBytes: 1 };
  const request = { route: 'file-to-file', copier: 'memory-copy', source, destination: source + '-copy', options };
  require(path).copy(request).then(
    () => console.log('copied'), ({ code, syscall }) => console.log(code, syscall));
  setTimeout(() => require('node:fs').truncateSync(source, 1), 200);`;

describeNative('a source that shrinks under the mapping of memory-copy', () => {
  const path = temporaryFolder();

  test('is EFAULT, and does not end the process by SIGBUS', () => {
    const source = writeRandomFile(path('source'), 100_000_000);
    const child = spawnSync(process.execPath, ['-e', SHRINK_MAPPED, ADDON_PATH, source], {
      encoding: 'utf8',
    });
    expect(child.signal).toBeNull();
    expect(child.stdout).toBe('EFAULT memcpy\n');
  });
});

const countOpenFiles = (): number => readdirSync('/proc/self/fd').length;

describe.skipIf(!existsSync('/proc/self/fd'))('file descriptors', () => {
  describeNative('are all closed', (addon) => {
    const path = temporaryFolder();
    let source = '';
    beforeAll(() => {
      source = writeRandomFile(path('source'), 100_000);
    });

    test.each(addon.copiers().map(({ name }) => name))('after 200 of %s', async (copier) => {
      await addon
        .copy({ route: 'file-to-file', copier, source, destination: path('first') })
        .catch(() => undefined);
      const before = countOpenFiles();
      for (let i = 0; i < 200; i++) {
        const destination = path(`copy-${i % 2}`);
        await addon
          .copy({ route: 'file-to-file', copier, source, destination })
          .catch(() => undefined);
        if (i % 2 === 1) rmSync(destination, { force: true });
      }
      expect(countOpenFiles()).toBe(before);
      rmSync(path('first'), { force: true });
      rmSync(path('copy-0'), { force: true });
    });

    test('after 50 programs and 50 failures', async () => {
      await addon.spawn('true', []);
      const before = countOpenFiles();
      for (let i = 0; i < 50; i++) {
        await addon.spawn('true', []);
        await systemErrorOf(addon.spawn('copybench-no-such-program', []));
      }
      expect(countOpenFiles()).toBe(before);
    });
  });
});
