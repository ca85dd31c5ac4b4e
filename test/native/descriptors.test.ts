/** Descriptors that are closed or of the wrong kind are errors at once, from every function that takes one. */
import { spawnSync } from 'node:child_process';
import { closeSync, constants, mkdirSync, openSync } from 'node:fs';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { NativeCopyRequest } from '../../harness/binding/addon.js';
import { describeNative, systemErrorOf, temporaryFolder, writeRandomFile } from './native-room.js';

const REFUSED = [
  'EBADF',
  'ENOTSOCK',
  'EINVAL',
  'ENOTCONN',
  'EPIPE',
  'EAGAIN',
  'ESPIPE',
  'ETIMEDOUT',
];

type Misused =
  'copy' | 'readExactly' | 'drainSocket' | 'feedSocket' | 'acceptSocket' | 'closeDescriptor';

describeNative('a descriptor', (addon) => {
  const path = temporaryFolder();
  const source = path('source');
  const open: number[] = [];
  beforeAll(() => {
    writeRandomFile(source, 5000);
    mkdirSync(path('folder'));
    spawnSync('mkfifo', [path('fifo')]);
  });
  afterEach(() => open.splice(0).forEach((fd) => closeSync(fd)));

  // Wrong on purpose, in ways that the types forbid.
  const misuse = (name: Misused, ...words: unknown[]) =>
    Reflect.apply(addon[name], addon, words) as unknown;
  const opened = (name: string, flags: number): number => {
    const fd = openSync(path(name), flags);
    open.push(fd);
    return fd;
  };
  const kinds: [string, () => number | Promise<number>][] = [
    ['closed', () => 1_000_000],
    ['of a file', () => opened('source', constants.O_RDONLY)],
    ['of a folder', () => opened('folder', constants.O_RDONLY)],
    ['of a FIFO', () => opened('fifo', constants.O_RDONLY | constants.O_NONBLOCK)],
    [
      'of a file that is appended to',
      () => opened('appended', constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT),
    ],
    [
      'of a socket that is not connected',
      async () => {
        const { fd } = await addon.listenSocket({ kind: 'tcp' });
        open.push(fd);
        return fd;
      },
    ],
  ];
  const copy = (request: NativeCopyRequest) => addon.copy(request);
  const options = { deadlineMs: 100 };
  const functions: [string, (fd: number) => Promise<unknown>][] = [
    ['readExactly', (fd) => addon.readExactly(fd, 1, 50)],
    ['drainSocket', (fd) => addon.drainSocket(fd, 1, null, 50)],
    ['feedSocket', (fd) => addon.feedSocket(fd, source, 1, 50)],
    ['acceptSocket', async (fd) => open.push((await addon.acceptSocket(fd, 50)).fd)],
    ['sendToSocket by sendfile', (fd) => sent(fd, 'sendfile')],
    ['sendToSocket by splice', (fd) => sent(fd, 'splice')],
    ...addon.copiers().flatMap(({ name: copier }): [string, (fd: number) => Promise<unknown>][] => [
      [
        `${copier} to it`,
        (socket) =>
          copy({ route: 'file-to-socket', copier, source, socket, sizeBytes: 5000, options }),
      ],
      [
        `${copier} from it`,
        (socket) =>
          copy({
            route: 'socket-to-file',
            copier,
            socket,
            destination: path(`${copier}-${socket}`),
            sizeBytes: 5000,
            options,
          }),
      ],
    ]),
  ];

  async function sent(fd: number, method: 'sendfile' | 'splice'): Promise<number> {
    return addon.sendToSocket(fd, opened('source', constants.O_RDONLY), 0, 5000, method, 50).done;
  }

  test.each(kinds)('that is %s is refused by every function', async (_kind, make) => {
    for (const [name, use] of functions) {
      const error = await systemErrorOf(use(await make()));
      // A copier that does not serve the route says so before it looks at the descriptor.
      const isServed = error.syscall !== name.split(' ')[0];
      if (isServed) expect([...REFUSED, name]).toContain(error.code);
      else expect(['ENOTSUP', 'ENOSYS', ...REFUSED]).toContain(error.code);
    }
  });

  test.each([-1, 1.5, 2 ** 31, Number.NaN, '3', null, undefined])('of %j is a TypeError', (fd) => {
    for (const name of ['readExactly', 'drainSocket', 'feedSocket', 'acceptSocket'] as const) {
      expect(() => misuse(name, fd, 1, null, 1)).toThrow(TypeError);
    }
    expect(() => misuse('closeDescriptor', fd)).toThrow(TypeError);
  });
});

describeNative('more than there is', (addon) => {
  const path = temporaryFolder();
  const misuse = (name: Misused, ...words: unknown[]) =>
    Reflect.apply(addon[name], addon, words) as unknown;

  test('of memory is refused before a page of it is touched', async () => {
    const request = { route: 'file-to-file', copier: 'read-write', source: 'a', destination: 'b' };
    const options = { bufferBytes: 2 ** 30 + 1 };
    expect(() => misuse('copy', { ...request, options })).toThrow(
      'options.bufferBytes must be at most 1073741824',
    );
    expect(await systemErrorOf(addon.buildBallast(Number.MAX_SAFE_INTEGER))).toMatchObject({
      code: 'ENOMEM',
    });
  });

  test('of time is as much as there is', async () => {
    const { fd, address } = await addon.listenSocket({ kind: 'unix', path: path('socket') });
    const [near, far] = await Promise.all([
      addon.connectSocket(address),
      addon.acceptSocket(fd, Number.MAX_SAFE_INTEGER),
    ]);
    const draining = addon.drainSocket(far.fd, 2_000_000, null, Number.MAX_SAFE_INTEGER);
    const options = { deadlineMs: Number.MAX_SAFE_INTEGER };
    const request = { source: writeRandomFile(path('source'), 2_000_000), sizeBytes: 2_000_000 };
    const sending = {
      route: 'file-to-socket' as const,
      copier: 'splice',
      socket: near.fd,
      options,
    };
    expect(await addon.copy({ ...request, ...sending })).toMatchObject({ movedBytes: 2_000_000 });
    await draining;
    for (const one of [near.fd, far.fd, fd]) addon.closeDescriptor(one);
  });
});
