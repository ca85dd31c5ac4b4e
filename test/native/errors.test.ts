/** Failures come as the errors Node would have made, and leave what was there before untouched. */
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { getSystemErrorMap } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { COPYING, describeNative, systemErrorOf, temporaryFolder } from './native-room.js';

const OPENING = [...COPYING, 'reflink', 'nothing'] as const;

/** An object with this property besides, which throws when it is read. */
function withThrowing(object: object, name: string): object {
  return Object.defineProperty({ ...object }, name, {
    get: () => {
      throw new RangeError(`from ${name}`);
    },
  });
}

/** The errno of a code, negative as Node has it. */
function errnoOf(code: string): number {
  for (const [errno, [name]] of getSystemErrorMap()) if (name === code) return errno;
  throw new Error(`no such code: ${code}`);
}

describeNative('failures', (addon) => {
  const path = temporaryFolder();
  const source = path('source');

  beforeAll(() => {
    writeFileSync(source, 'some bytes');
    writeFileSync(path('occupied'), 'not to be touched');
    mkdirSync(path('folder'));
    symlinkSync('loop', path('loop'));
  });

  describe.each(OPENING)('%s', (copier) => {
    test('a missing source is ENOENT, and no destination is made', async () => {
      const missing = path('missing');
      const destination = path(`${copier}-of-missing`);
      const error = await systemErrorOf(
        addon.copy({ route: 'file-to-file', copier, source: missing, destination }),
      );
      expect(error).toBeInstanceOf(Error);
      expect(error).toMatchObject({
        message: `ENOENT: no such file or directory, open '${missing}'`,
        errno: errnoOf('ENOENT'),
        code: 'ENOENT',
        syscall: 'open',
        path: missing,
      });
      expect(existsSync(destination)).toBe(false);
    });

    test('an existing destination is EEXIST, and keeps its content', async () => {
      const destination = path('occupied');
      const error = await systemErrorOf(
        addon.copy({ route: 'file-to-file', copier, source, destination }),
      );
      expect(error).toMatchObject({ code: 'EEXIST', syscall: 'open', path: destination });
      expect(readFileSync(destination, 'utf8')).toBe('not to be touched');
    });

    test('a folder as the source is EISDIR, and no destination is made', async () => {
      const destination = path(`${copier}-of-folder`);
      const error = await systemErrorOf(
        addon.copy({ route: 'file-to-file', copier, source: path('folder'), destination }),
      );
      expect(error).toMatchObject({ code: 'EISDIR', syscall: 'read', path: path('folder') });
      expect(existsSync(destination)).toBe(false);
    });
  });

  test.each([
    ['ENOENT', 'missing/destination'],
    ['ENOTDIR', 'source/destination'],
    ['ELOOP', 'loop/destination'],
    ['ENAMETOOLONG', 'n'.repeat(300)],
  ])('%s about the destination tells its path', async (code, name) => {
    const destination = path(name);
    const error = await systemErrorOf(
      addon.copy({ route: 'file-to-file', copier: 'splice', source, destination }),
    );
    expect(error).toMatchObject({ code, errno: errnoOf(code), syscall: 'open', path: destination });
  });

  test.skipIf(!existsSync('/proc/self'))('a folder without write permission is told', async () => {
    const destination = '/proc/copybench-destination';
    const error = await systemErrorOf(
      addon.copy({ route: 'file-to-file', copier: 'splice', source, destination }),
    );
    expect(['ENOENT', 'EACCES', 'EPERM']).toContain(error.code);
    expect(error.path).toBe(destination);
  });

  test('a failed move tells both paths', async () => {
    const options = { pipeBytes: 2 ** 40 };
    const destination = path('refused');
    const error = await systemErrorOf(
      addon.copy({ route: 'file-to-file', copier: 'splice', source, destination, options }),
    );
    expect(error).toMatchObject({
      code: 'EINVAL',
      syscall: 'fcntl(F_SETPIPE_SZ)',
      path: source,
      dest: destination,
      message: `EINVAL: invalid argument, fcntl(F_SETPIPE_SZ) '${source}' -> '${destination}'`,
    });
    expect(existsSync(destination)).toBe(false);
  });

  test('other functions tell their path as well', async () => {
    const missing = path('missing');
    for (const failing of [
      () => addon.compareFiles(missing, source),
      () => addon.compareFiles(source, missing),
      () => addon.residency(missing),
      () => addon.readThrough(missing),
      () => addon.extentSharing(missing),
      () => addon.syncFilesystem(missing),
    ]) {
      const error = await systemErrorOf(failing());
      expect(error).toMatchObject({ code: 'ENOENT', syscall: 'open', path: missing });
    }
  });
});

describeNative('arguments', (addon) => {
  const request = { route: 'file-to-file', copier: 'splice', source: 'a', destination: 'b' };
  // Wrong on purpose, in ways that the types forbid.
  const call = (
    name: 'copy' | 'spawn' | 'residency' | 'buildBallast' | 'holdMemory' | 'setAffinity',
    ...words: unknown[]
  ) => Reflect.apply(addon[name], addon, words) as unknown;

  const limits = [0, -1, 1.5, Number.NaN, Infinity, '4096', null];
  const wrongRequests: [unknown, string][] = [
    [undefined, 'request must be an object'],
    [{ ...request, source: undefined }, 'source must be a string without NUL bytes'],
    [{ ...request, destination: 'b\0c' }, 'destination must be a string without NUL bytes'],
    [{ ...request, copier: 'teleport' }, "copier must be one of copiers(), not 'teleport'"],
    [{ ...request, options: 7 }, 'options must be an object'],
    ...limits.map((callLimitBytes): [unknown, string] => [
      { ...request, options: { callLimitBytes } },
      'options.callLimitBytes must be a whole number of at least 1',
    ]),
  ];

  test.each(wrongRequests)('copy(%j) is a TypeError', (wrong, message) => {
    expect(() => call('copy', wrong)).toThrow(new TypeError(message));
  });

  test('what a getter throws comes through', () => {
    for (const name of ['copier', 'source', 'options']) {
      expect(() => call('copy', withThrowing(request, name))).toThrow(
        new RangeError(`from ${name}`),
      );
    }
    const options = withThrowing({}, 'pipeBytes');
    expect(() => call('copy', { ...request, options })).toThrow(new RangeError('from pipeBytes'));
  });

  test('wrong arguments of other functions are TypeErrors', () => {
    expect(() => call('spawn', 'true')).toThrow('args must be an array of strings');
    expect(() => call('spawn', 'true', [1])).toThrow('args[0] must be a string');
    expect(() => call('residency', 'a', 'guess')).toThrow(
      "method must be 'cachestat', 'mincore' or 'nowait'",
    );
    expect(() => call('buildBallast', -1)).toThrow('bytes must be a whole number of at least 0');
    expect(() => call('holdMemory', -1, true)).toThrow(
      'bytes must be a whole number of at least 0',
    );
    expect(() => call('holdMemory', 1)).toThrow('hugePages must be a boolean');
    expect(() => call('setAffinity', 0)).toThrow('cpus must be an array of whole numbers');
    expect(() => call('setAffinity', [0, -1])).toThrow('cpus[1] must be a whole number');
  });
});

describeNative('isUnsupported', (addon) => {
  test.each([
    ['reflink', 'ENOTSUP', true],
    ['reflink', 'EXDEV', true],
    ['copy-file-range', 'EXDEV', true],
    ['splice', 'EPERM', true],
    ['sendfile', 'EINVAL', true],
    ['mmap-write', 'ENODEV', true],
    ['read-write', 'ENOSYS', true],
    ['read-write', 'EINVAL', false],
    ['reflink', 'ENOSPC', false],
    ['copy-file-range', 'EIO', false],
    ['splice', 'EFBIG', false],
    ['splice', 'ENOSPC', false],
  ])('%s, %s: %s', (copier, code, expected) => {
    expect(addon.isUnsupported(copier, errnoOf(code))).toBe(expected);
    expect(addon.isUnsupported(copier, -errnoOf(code))).toBe(expected);
  });
});
