/** Every byte arrives, over TCP and unix sockets, in both directions and at the sizes where loops go wrong. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { describeNative, systemErrorOf, temporaryFolder, writeRandomFile } from './native-room.js';
import { connections, KINDS, RECEIVERS, SENDERS, type Pair } from './socket-room.js';

const SIZES = [0, 1, 65_537, 7_000_000];
const TIMEOUT_MS = 20_000;

describeNative('socket routes', (addon) => {
  const path = temporaryFolder();
  const connect = connections(addon, path);
  const sourceOf = (sizeBytes: number): string => path(`source-${sizeBytes}`);
  const arrivedAs = (size: number): boolean =>
    readFileSync(path('arrived')).equals(readFileSync(sourceOf(size)));

  const send = async (copier: string, { near, far }: Pair, sizeBytes: number, options = {}) => {
    rmSync(path('arrived'), { force: true });
    const source = sourceOf(sizeBytes);
    const drained = addon.drainSocket(far.fd, sizeBytes, path('arrived'), TIMEOUT_MS);
    const request = { source, socket: near.fd, sizeBytes, options };
    const result = await addon.copy({ route: 'file-to-socket', copier, ...request });
    await drained;
    return result;
  };
  const receive = async (copier: string, { near, far }: Pair, sizeBytes: number, options = {}) => {
    rmSync(path('arrived'), { force: true });
    const fed = addon.feedSocket(far.fd, sourceOf(sizeBytes), sizeBytes, TIMEOUT_MS);
    const request = { socket: near.fd, destination: path('arrived'), sizeBytes, options };
    const result = await addon.copy({ route: 'socket-to-file', copier, ...request });
    await fed;
    return result;
  };

  beforeAll(() => {
    for (const size of SIZES) writeRandomFile(sourceOf(size), size);
  });

  describe.each(SENDERS)('%s to a %s socket', (copier, kind) => {
    test('sends every size, one after the other through one connection', async () => {
      const pair = await connect(kind);
      for (const size of [...SIZES, ...SIZES]) {
        const result = await send(copier, pair, size);
        expect(result.movedBytes).toBe(size);
        expect(arrivedAs(size)).toBe(true);
        expect(result.sentNs).toBeGreaterThan(0);
        expect(result.elapsedNs).toBeGreaterThanOrEqual(result.sentNs ?? Infinity);
        expect(result.systemCalls > 0).toBe(size > 0);
      }
    });

    // 4093 is no divisor of a page, a buffer, a pipe or a window.
    test.each([4093, 1_000_003])('loops when a call moves %i bytes', async (callLimitBytes) => {
      const result = await send(copier, await connect(kind), 7_000_000, { callLimitBytes });
      expect(arrivedAs(7_000_000)).toBe(true);
      expect(result.systemCalls).toBeGreaterThanOrEqual(Math.ceil(7_000_000 / callLimitBytes));
    });

    test('sends no more of a longer file than it was asked for', async () => {
      const { near, far } = await connect(kind);
      const drained = addon.drainSocket(far.fd, 65_537, null, TIMEOUT_MS);
      const request = { source: sourceOf(7_000_000), socket: near.fd, sizeBytes: 65_537 };
      await addon.copy({ route: 'file-to-socket', copier, ...request });
      await drained;
      const error = await systemErrorOf(addon.readExactly(far.fd, 1, 20));
      expect(error.code).toBe('ETIMEDOUT');
    });

    test('waits for a slow reader', async () => {
      const { near, far } = await connect(kind);
      const request = { source: sourceOf(7_000_000), socket: near.fd, sizeBytes: 7_000_000 };
      const copying = addon.copy({ route: 'file-to-socket', copier, ...request });
      const pieces: Buffer[] = [];
      for (let i = 0; i < 20; i++) {
        pieces.push(await addon.readExactly(far.fd, 4096, TIMEOUT_MS));
        await delay(5);
      }
      rmSync(path('rest'), { force: true });
      const left = 7_000_000 - 20 * 4096;
      await addon.drainSocket(far.fd, left, path('rest'), TIMEOUT_MS);
      expect((await copying).elapsedNs).toBeGreaterThan(100e6);
      const arrived = Buffer.concat([...pieces, readFileSync(path('rest'))]);
      expect(arrived.equals(readFileSync(sourceOf(7_000_000)))).toBe(true);
    });
  });

  describe.each(RECEIVERS)('%s from a %s socket', (copier, kind) => {
    test('receives every size, one after the other through one connection', async () => {
      const pair = await connect(kind);
      for (const size of [...SIZES, ...SIZES]) {
        const result = await receive(copier, pair, size);
        expect(result).toMatchObject({ movedBytes: size, sentNs: null });
        expect(arrivedAs(size)).toBe(true);
      }
    });

    test('loops when a call moves 4093 bytes', async () => {
      await receive(copier, await connect(kind), 7_000_000, { callLimitBytes: 4093 });
      expect(arrivedAs(7_000_000)).toBe(true);
    });
  });

  test.each(KINDS)('read-write receives whole buffers from a %s socket', async (kind) => {
    const { systemCalls } = await receive('read-write', await connect(kind), 7_000_000);
    expect(systemCalls).toBe(2 * Math.ceil(7_000_000 / (256 * 1024)));
  });

  test('small writes to TCP do not end in a delayed acknowledgement of 40 ms', async () => {
    const pair = await connect('tcp');
    const elapsedNs: number[] = [];
    for (let i = 0; i < 5; i++) {
      const result = await send('read-write', pair, 65_537, { bufferBytes: 4096 });
      elapsedNs.push(result.elapsedNs);
    }
    expect(Math.min(...elapsedNs)).toBeLessThan(30e6);
  });

  test('splice tells its pipe on both routes', async () => {
    const options = { pipeBytes: 65_536 };
    const pair = await connect('tcp');
    expect((await send('splice', pair, 65_537, options)).granted).toEqual(options);
    expect((await receive('splice', pair, 65_537, options)).granted).toEqual(options);
  });

  test('msg-zerocopy tells that loopback copies after all', async () => {
    const options = { windowBytes: 65_536 };
    const { granted, systemCalls } = await send('msg-zerocopy', await connect('tcp'), 65_537);
    expect(granted).toEqual({ copiedSends: 1, zerocopySends: 0 });
    expect(systemCalls).toBe(1);
    const split = await send('msg-zerocopy', await connect('tcp'), 7_000_000, options);
    expect(split.granted['copiedSends']).toBeGreaterThanOrEqual(Math.ceil(7_000_000 / 65_536));
  });

  test('msg-zerocopy is unsupported on a unix socket, and says so', async () => {
    const { near } = await connect('unix');
    const request = { source: sourceOf(1), socket: near.fd, sizeBytes: 1 };
    const error = await systemErrorOf(
      addon.copy({ route: 'file-to-socket', copier: 'msg-zerocopy', ...request }),
    );
    expect(error.syscall).toBe('setsockopt(SO_ZEROCOPY)');
    expect(addon.isUnsupported('msg-zerocopy', error.errno)).toBe(true);
  });

  test('sendfile from a socket is refused by the kernel', async () => {
    const pair = await connect('unix');
    const error = await systemErrorOf(receive('sendfile', pair, 65_537));
    expect(error).toMatchObject({ code: 'EINVAL', syscall: 'sendfile', path: path('arrived') });
    expect(addon.isUnsupported('sendfile', error.errno)).toBe(true);
  });

  test.each(['copy-file-range', 'reflink', 'nothing', 'memory-copy'])(
    '%s serves files alone, and leaves the connection as it was',
    async (copier) => {
      const pair = await connect('unix');
      const ends = { socket: pair.near.fd, sizeBytes: 1 };
      for (const request of [
        { route: 'file-to-socket' as const, source: sourceOf(1), ...ends },
        { route: 'socket-to-file' as const, destination: path('none'), ...ends },
      ]) {
        const error = await systemErrorOf(addon.copy({ copier, ...request }));
        expect(error.syscall).toBe(copier);
        expect(addon.isUnsupported(copier, error.errno)).toBe(true);
      }
      expect(existsSync(path('none'))).toBe(false);
      await send('read-write', pair, 65_537);
      expect(arrivedAs(65_537)).toBe(true);
    },
  );
});
