/** Making connections, and the small conversations over them. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { SocketAddress } from '../../harness/binding/addon.js';
import { describeNative, systemErrorOf, temporaryFolder, writeRandomFile } from './native-room.js';
import { connections, KINDS } from './socket-room.js';

type SocketFunction =
  | 'copy'
  | 'connectSocket'
  | 'acceptSocket'
  | 'readExactly'
  | 'drainSocket'
  | 'feedSocket'
  | 'closeDescriptor';

/** Congestion controls this kernel lets anyone use; empty where it is no Linux. */
function congestionControls(): string[] {
  try {
    const list = readFileSync('/proc/sys/net/ipv4/tcp_available_congestion_control', 'utf8');
    return list.trim().split(' ');
  } catch {
    return [];
  }
}

describeNative('sockets', (addon) => {
  const path = temporaryFolder();
  const connect = connections(addon, path);

  test('both ends of a TCP connection have cubic where there is any', async () => {
    const { near, far, address } = await connect('tcp');
    expect(address).toMatchObject({ kind: 'tcp', host: '127.0.0.1' });
    for (const end of [near, far]) {
      if (congestionControls().includes('cubic')) expect(end.congestion).toBe('cubic');
      expect(end.sendBufferBytes).toBeGreaterThan(0);
      expect(end.receiveBufferBytes).toBeGreaterThan(0);
    }
  });

  test('a unix socket is for its owner alone, with buffers beyond the default', async () => {
    const { near, far, address } = await connect('unix');
    const { mode } = statSync(address.kind === 'unix' ? address.path : '');
    expect(mode & 0o777).toBe(0o600);
    for (const end of [near, far]) {
      expect(end.congestion).toBeNull();
      expect(end.sendBufferBytes).toBeGreaterThanOrEqual(212_992);
    }
  });

  describe.each(KINDS)('over %s', (kind) => {
    test('readExactly reads what a token takes, and no more', async () => {
      const { near, far } = await connect(kind);
      writeFileSync(path('token'), 'token and the rest');
      const request = { copier: 'read-write', source: path('token'), socket: near.fd };
      const options = { deadlineMs: 50 };
      const sent = systemErrorOf(
        addon.copy({ route: 'file-to-socket', ...request, sizeBytes: 18, options }),
      );
      expect(String(await addon.readExactly(far.fd, 5, 1000))).toBe('token');
      expect(String(await addon.readExactly(far.fd, 13, 1000))).toBe(' and the rest');
      expect(await addon.readExactly(far.fd, 0, 1000)).toHaveLength(0);
      expect((await sent).code).toBe('ETIMEDOUT');
    });

    test('waiting for bytes that never come is ETIMEDOUT', async () => {
      const { far } = await connect(kind);
      const source = writeRandomFile(path('waiting'), 10);
      for (const waiting of [
        () => addon.readExactly(far.fd, 1, 30),
        () => addon.drainSocket(far.fd, 1, null, 30),
        () => addon.feedSocket(far.fd, source, 10, 30),
      ]) {
        const error = await systemErrorOf(waiting());
        expect(error).toMatchObject({ code: 'ETIMEDOUT', syscall: 'recv' });
      }
    });

    test('the end of the stream is ECONNRESET', async () => {
      const { near, hangUp } = await connect(kind);
      hangUp();
      for (const waiting of [
        () => addon.readExactly(near.fd, 1, 1000),
        () => addon.drainSocket(near.fd, 1, null, 1000),
        () => addon.feedSocket(near.fd, '/dev/null', 1, 1000),
      ]) {
        expect((await systemErrorOf(waiting())).code).toBe('ECONNRESET');
      }
    });

    test('a listener without a caller is ETIMEDOUT', async () => {
      const address = kind === 'tcp' ? { kind } : { kind, path: path('lonely') };
      const { fd } = await addon.listenSocket(address);
      const error = await systemErrorOf(addon.acceptSocket(fd, 30));
      expect(error).toMatchObject({ code: 'ETIMEDOUT', syscall: 'accept' });
      addon.closeDescriptor(fd);
    });

    test('nobody listening is an error of connect', async () => {
      const address = kind === 'tcp' ? { kind } : { kind, path: path('gone') };
      const listener = await addon.listenSocket(address);
      addon.closeDescriptor(listener.fd);
      const error = await systemErrorOf(addon.connectSocket(listener.address));
      expect(error).toMatchObject({ code: 'ECONNREFUSED', syscall: 'connect' });
    });
  });

  test('a drained file is a new one', async () => {
    const { far } = await connect('unix');
    writeFileSync(path('old'), 'kept');
    const error = await systemErrorOf(addon.drainSocket(far.fd, 0, path('old'), 100));
    expect(error).toMatchObject({ code: 'EEXIST', path: path('old') });
  });

  test('a path that is taken is EADDRINUSE, and one too long ENAMETOOLONG', async () => {
    writeFileSync(path('occupied'), '');
    const listen = (name: string) => addon.listenSocket({ kind: 'unix', path: path(name) });
    const error = await systemErrorOf(listen('occupied'));
    expect(error).toMatchObject({ code: 'EADDRINUSE', syscall: 'bind', path: path('occupied') });
    expect((await systemErrorOf(listen('n'.repeat(108)))).code).toBe('ENAMETOOLONG');
  });

  test('closing what is not open throws EBADF', () => {
    expect(() => addon.closeDescriptor(2 ** 20)).toThrow('EBADF: bad file descriptor, close');
  });

  test('what is no socket is told', async () => {
    const request = { copier: 'read-write', source: path('x'), socket: 2 ** 20, sizeBytes: 1 };
    const error = await systemErrorOf(addon.copy({ route: 'file-to-socket', ...request }));
    expect(error.code).toBe('EBADF');
  });
});

describeNative('arguments of socket functions', (addon) => {
  // Wrong on purpose, in ways that the types forbid.
  const call = (name: SocketFunction, ...words: unknown[]): unknown =>
    Reflect.apply(addon[name], addon, words);
  const tcp = { kind: 'tcp', host: '127.0.0.1', port: 80 } satisfies SocketAddress;

  test.each([
    [{ ...tcp, host: '0.0.0.0' }, "address must be on host '127.0.0.1'"],
    [{ ...tcp, host: 'localhost' }, "address must be on host '127.0.0.1'"],
    [{ ...tcp, port: 0 }, 'address must be with a port'],
    [{ ...tcp, port: 65_536 }, 'address must be with a port'],
    [{ ...tcp, port: 1.5 }, 'address must be with a port'],
    [{ kind: 'unix' }, 'address must be a unix address with a path'],
    [{ kind: 'unix', path: 'a\0b' }, 'address must be a unix address with a path'],
    [{ kind: 'udp' }, "address must be of kind 'tcp' or 'unix'"],
    [undefined, 'address must be an object'],
  ])('connectSocket(%j) is a TypeError', (address, message) => {
    expect(() => call('connectSocket', address)).toThrow(new TypeError(message));
  });

  test.each([
    ['readExactly', [-1, 1, 1], 'socket must be a file descriptor'],
    ['readExactly', [1, 4097, 1], 'bytes must be at most 4096'],
    ['drainSocket', [1, 1, 7, 1], 'file must be a string without NUL bytes'],
    ['feedSocket', [1, 'a', 1, -1], 'timeoutMs must be a whole number of at least 0'],
    ['acceptSocket', [2 ** 31, 1], 'listener must be a file descriptor'],
    ['closeDescriptor', [0.5], 'fd must be a file descriptor'],
  ] as const)('%s(%j) is a TypeError', (name, words, message) => {
    expect(() => call(name, ...words)).toThrow(new TypeError(message));
  });

  test.each([
    [{ route: 'teleport' }, "route must be 'file-to-file', 'file-to-socket' or 'socket-to-file'"],
    [{ route: 'file-to-socket', source: 'a', sizeBytes: 1 }, 'socket must be a file descriptor'],
    [
      { route: 'socket-to-file', destination: 'a', socket: 1 },
      'sizeBytes must be a whole number of at least 0',
    ],
    [{ route: 'socket-to-file', socket: 1 }, 'destination must be a string without NUL bytes'],
  ])('copy(%j) is a TypeError', (request, message) => {
    expect(() => call('copy', { copier: 'splice', ...request })).toThrow(new TypeError(message));
  });
});
