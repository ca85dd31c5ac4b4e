/** Clones: refused where a filesystem has none, and seen to share extents where it has. */
import {
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readFileSync,
  statSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import {
  describeNative,
  mountedFolder,
  systemErrorOf,
  temporaryFolder,
  writeRandomFile,
} from './native-room.js';

const FILESYSTEMS: [string, string[]][] = [
  ['btrfs', ['mkfs.btrfs', '-q']],
  ['xfs', ['mkfs.xfs', '-q', '-m', 'reflink=1']],
];

describeNative('reflink', (addon) => {
  const shm = '/dev/shm';
  const path = temporaryFolder(existsSync(shm) ? shm : tmpdir());

  test.skipIf(!existsSync(shm))('is unsupported on tmpfs, and says so', async () => {
    const source = writeRandomFile(path('source'), 10_000);
    const destination = path('clone');
    const error = await systemErrorOf(
      addon.copy({ route: 'file-to-file', copier: 'reflink', source, destination }),
    );
    expect(error).toMatchObject({
      code: 'ENOTSUP',
      syscall: 'ioctl(FICLONE)',
      path: source,
      dest: destination,
    });
    expect(addon.isUnsupported('reflink', error.errno)).toBe(true);
  });

  const elsewhere = temporaryFolder();
  const apart = existsSync(shm) && statSync(shm).dev !== statSync(tmpdir()).dev;

  test.skipIf(!apart).each(['reflink', 'copy-file-range'])(
    '%s to another filesystem is unsupported',
    async (copier) => {
      const source = writeRandomFile(elsewhere('source'), 10_000);
      const destination = path(`${copier}-across`);
      const error = await systemErrorOf(
        addon.copy({ route: 'file-to-file', copier, source, destination }),
      );
      expect(error.code).toBe('EXDEV');
      expect(addon.isUnsupported(copier, error.errno)).toBe(true);
    },
  );
});

describe.each(FILESYSTEMS)('on %s', (_kind, makeFilesystem) => {
  describeNative('clones', (addon) => {
    const path = mountedFolder((image, mountPoint) => [
      ['truncate', '-s', '512M', image], // The least that mkfs.xfs takes is 300 MiB.
      [...makeFilesystem, image],
      ['mount', '-o', 'loop', image, mountPoint],
    ]);

    test('reflink shares every extent', async () => {
      const source = writeRandomFile(path('source'), 5_000_001);
      const destination = path('clone');
      const result = await addon.copy({
        route: 'file-to-file',
        copier: 'reflink',
        source,
        destination,
      });
      expect(result).toMatchObject({ movedBytes: 5_000_001, systemCalls: 1 });
      expect(readFileSync(destination).equals(readFileSync(source))).toBe(true);
      const sharing = await addon.extentSharing(destination);
      expect(sharing.known).toBe(true);
      expect(sharing.sharedBytes).toBe(sharing.mappedBytes);
      expect(sharing.sharedBytes).toBeGreaterThanOrEqual(5_000_001);
    });

    test('copy-file-range is answered by sharing', async () => {
      const source = writeRandomFile(path('source-3'), 5_000_001);
      const destination = path('ranged');
      await addon.copy({ route: 'file-to-file', copier: 'copy-file-range', source, destination });
      const sharing = await addon.extentSharing(destination);
      expect(sharing.sharedBytes).toBeGreaterThanOrEqual(5_000_001);
    });

    test('read-write shares none', async () => {
      const source = writeRandomFile(path('source-2'), 5_000_001);
      const destination = path('copy');
      await addon.copy({ route: 'file-to-file', copier: 'read-write', source, destination });
      await addon.syncFilesystem(destination);
      const sharing = await addon.extentSharing(destination);
      expect(sharing).toMatchObject({ known: true, sharedBytes: 0, delayedBytes: 0 });
      expect(sharing.extents).toBeGreaterThan(0);
    });
  });
});

describeNative('extentSharing', (addon) => {
  const path = temporaryFolder();

  test('counts what a file of many extents has mapped', async () => {
    const file = openSync(path('scattered'), 'w');
    // A hole after each block, so that no two are one extent: more than one page of answers.
    for (let block = 0; block < 700; block++)
      writeSync(file, Buffer.alloc(4096, 1), 0, 4096, block * 8192);
    closeSync(file);
    await addon.syncFilesystem(path('scattered'));
    const sharing = await addon.extentSharing(path('scattered'));
    if (sharing.known)
      expect(sharing).toMatchObject({
        sharedBytes: 0,
        mappedBytes: 700 * 4096,
        extents: 700,
        delayedBytes: 0,
      });
  });

  test('of an ordinary copy is none', async () => {
    const source = writeRandomFile(path('source'), 100_000);
    copyFileSync(source, path('copy'));
    const sharing = await addon.extentSharing(source);
    expect(sharing.mappedBytes).toBeGreaterThanOrEqual(sharing.sharedBytes);
  });

  test.skipIf(!existsSync('/proc/version'))('is unknown where there is no FIEMAP', async () => {
    expect(await addon.extentSharing('/proc/version')).toEqual({
      known: false,
      sharedBytes: 0,
      mappedBytes: 0,
      extents: 0,
      delayedBytes: 0,
    });
  });
});
