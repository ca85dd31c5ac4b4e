/** Peers that die, stop, or never answer: an error each time, never a dead or a hanging process. */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  ADDON_PATH,
  describeNative,
  systemErrorOf,
  temporaryFolder,
  writeRandomFile,
} from './native-room.js';
import { connections, RECEIVERS, SENDERS } from './socket-room.js';

const SIZE = 20_000_000; // More than the buffers of both ends take.
const GONE = ['EPIPE', 'ECONNRESET'];

const countOpenFiles = (): number => readdirSync('/proc/self/fd').length;

/** Sends to a peer that has hung up, with SIGPIPE as fatal as it is by default. */
const SEND_TO_NOBODY = `
  const [path, copier, source] = process.argv.slice(1);
  const addon = require(path);
  const listener = () => undefined;
  process.on('SIGPIPE', listener).off('SIGPIPE', listener); // libuv then restores the default.
  (async () => {
    const { fd, address } = await addon.listenSocket({ kind: 'tcp' });
    const [near, far] = await Promise.all([addon.connectSocket(address), addon.acceptSocket(fd, 1000)]);
    addon.closeDescriptor(far.fd);
    const request = { route: 'file-to-socket', copier, source, socket: near.fd, sizeBytes: ${SIZE} };
    for (let i = 0; i < 3; i++) await addon.copy(request).catch(({ code }) => console.log(code));
  })();`;

/** Leaves while one thread waits for a connection, one for bytes, and one for room to send. */
const LEAVE_WAITING = `
  const [path, source] = process.argv.slice(1);
  const addon = require(path);
  (async () => {
    const { fd, address } = await addon.listenSocket({ kind: 'tcp' });
    const [near, far] = await Promise.all([addon.connectSocket(address), addon.acceptSocket(fd, 1000)]);
    const ignore = () => undefined;
    addon.acceptSocket(fd, 60000).catch(ignore);
    addon.drainSocket(near.fd, 10, null, 60000).catch(ignore);
    const request = { route: 'file-to-socket', copier: 'splice', source, socket: near.fd, sizeBytes: ${SIZE} };
    addon.copy(request).catch(ignore);
    setTimeout(() => process.exit(7), 200);
  })();`;

describeNative('a peer', (addon) => {
  const path = temporaryFolder();
  const connect = connections(addon, path);
  const source = path('source');
  beforeAll(() => {
    writeRandomFile(source, SIZE);
  });

  describe.each(SENDERS)('of %s over %s', (copier, kind) => {
    const request = { route: 'file-to-socket' as const, copier, source, sizeBytes: SIZE };

    test('that hangs up is EPIPE or ECONNRESET, before and in the middle', async () => {
      const early = await connect(kind);
      early.hangUp();
      const atOnce = await systemErrorOf(addon.copy({ ...request, socket: early.near.fd }));
      expect(GONE).toContain(atOnce.code);

      const late = await connect(kind);
      const copying = systemErrorOf(addon.copy({ ...request, socket: late.near.fd }));
      await addon.readExactly(late.far.fd, 4096, 5000);
      late.hangUp();
      expect(GONE).toContain((await copying).code);
      expect(addon.isUnsupported(copier, (await copying).errno)).toBe(false);
    });

    test('that never reads is ETIMEDOUT', async () => {
      const { near } = await connect(kind);
      const startedMs = performance.now();
      const options = { deadlineMs: 200 };
      const error = await systemErrorOf(addon.copy({ ...request, socket: near.fd, options }));
      expect(error).toMatchObject({ code: 'ETIMEDOUT', path: source });
      const elapsedMs = performance.now() - startedMs;
      expect(elapsedMs).toBeGreaterThan(90);
      expect(elapsedMs).toBeLessThan(1500);
    });

    test('that does not acknowledge is ETIMEDOUT', async () => {
      const { near } = await connect(kind);
      const options = { deadlineMs: 100 };
      const few = { ...request, socket: near.fd, sizeBytes: 1000, options };
      expect(await systemErrorOf(addon.copy(few))).toMatchObject({
        code: 'ETIMEDOUT',
        syscall: 'recv',
      });
    });

    test('is sent nothing of a source that is too short', async () => {
      const { near, far } = await connect(kind);
      const long = { ...request, socket: near.fd, sizeBytes: SIZE + 1 };
      expect(await systemErrorOf(addon.copy(long))).toMatchObject({ code: 'ENODATA' });
      expect((await systemErrorOf(addon.readExactly(far.fd, 1, 20))).code).toBe('ETIMEDOUT');
    });

    test('is told by ENODATA of a source that shrinks meanwhile', async () => {
      const { near, far } = await connect(kind);
      const shrinking = writeRandomFile(path('shrinking'), SIZE);
      const copying = systemErrorOf(
        addon.copy({
          ...request,
          source: shrinking,
          socket: near.fd,
          options: { callLimitBytes: 4096 },
        }),
      );
      await addon.readExactly(far.fd, 4096, 5000);
      await delay(50); // Until both buffers are full.
      truncateSync(shrinking, 1_000_100);
      const drained = systemErrorOf(addon.drainSocket(far.fd, SIZE, null, 200));
      expect(await copying).toMatchObject({ code: 'ENODATA', path: shrinking });
      await drained;
    });

    test('that hangs up does not end a process where SIGPIPE would', () => {
      const script = ['-e', SEND_TO_NOBODY, ADDON_PATH, copier, source];
      const child = spawnSync(process.execPath, script, { encoding: 'utf8' });
      expect(child.signal).toBeNull();
      expect(child.stdout.trim().split('\n')).toHaveLength(3);
    });
  });

  describe.each(RECEIVERS)('of %s over %s', (copier, kind) => {
    const request = { route: 'socket-to-file' as const, copier, sizeBytes: SIZE };

    test('that ends early is ECONNRESET', async () => {
      const { near, far, hangUp } = await connect(kind);
      const destination = path(`${copier}-${kind}-short`);
      const copying = systemErrorOf(addon.copy({ ...request, socket: near.fd, destination }));
      await addon.feedSocket(far.fd, source, 100_000, 5000);
      hangUp();
      expect(await copying).toMatchObject({ code: 'ECONNRESET', path: destination });
    });

    test('that sends nothing is ETIMEDOUT', async () => {
      const { near } = await connect(kind);
      const destination = path(`${copier}-${kind}-silent`);
      const options = { deadlineMs: 200 };
      const asked = { ...request, socket: near.fd, destination, options };
      expect((await systemErrorOf(addon.copy(asked))).code).toBe('ETIMEDOUT');
    });

    test('has its bytes put nowhere that is taken', async () => {
      const { near } = await connect(kind);
      const destination = path('taken');
      writeFileSync(destination, 'kept');
      const asked = { ...request, socket: near.fd, destination };
      expect(await systemErrorOf(addon.copy(asked))).toMatchObject({
        code: 'EEXIST',
        syscall: 'open',
        path: destination,
      });
      expect(readFileSync(destination, 'utf8')).toBe('kept');
    });
  });

  test('need not be waited for when the process exits', () => {
    const startedMs = performance.now();
    const script = ['-e', LEAVE_WAITING, ADDON_PATH, source];
    const child = spawnSync(process.execPath, script, { encoding: 'utf8' });
    expect(child.status).toBe(7);
    expect(performance.now() - startedMs).toBeLessThan(5000);
  });

  test('behind a non-blocking socket is refused instead of misread', async () => {
    const { near, keepNear } = await connect('tcp');
    keepNear();
    const stream = new Socket({ fd: near.fd, allowHalfOpen: true });
    const request = { route: 'file-to-socket' as const, copier: 'splice', source, sizeBytes: 1 };
    const error = await systemErrorOf(addon.copy({ ...request, socket: near.fd }));
    expect(error).toMatchObject({ code: 'EAGAIN', syscall: 'fcntl(O_NONBLOCK)' });
    stream.destroy();
    await once(stream, 'close');
  });

  test.skipIf(!existsSync('/proc/self/fd'))('leaves no descriptor behind', async () => {
    const before = countOpenFiles();
    for (const [copier, kind] of SENDERS) {
      const { near, hangUp, closeNear } = await connect(kind);
      for (let i = 0; i < 10; i++) {
        if (i === 5) hangUp();
        const options = { deadlineMs: 2 };
        const request = { copier, source, socket: near.fd, sizeBytes: SIZE, options };
        await systemErrorOf(addon.copy({ route: 'file-to-socket', ...request }));
      }
      closeNear();
    }
    expect(countOpenFiles()).toBe(before);
  });
});
