/** Sending on a socket that Node owns: what ends well, what ends badly, and that it always ends. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readdirSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { descriptorOf } from '../../strategies/http/listen.js';
import {
  ADDON_PATH,
  describeNative,
  systemErrorOf,
  temporaryFolder,
  writeRandomFile,
} from './native-room.js';

const SIZE = 20_000_000;
const METHODS = ['sendfile', 'splice'] as const;

const openDescriptors = () => readdirSync('/proc/self/fd').length;

describeNative('sendToSocket', (addon) => {
  const path = temporaryFolder();
  const source = path('source');
  beforeAll(() => void writeRandomFile(source, SIZE));
  const open: { destroy(): unknown }[] = [];
  afterEach(() => open.splice(0).forEach((one) => one.destroy()));

  /** Two ends of a connection, and the descriptor of the sending one. */
  async function connected(): Promise<{ sender: Socket; receiver: Socket; fd: number }> {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    // A server that listens has an address with a port.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const { port } = server.address() as AddressInfo;
    const receiver = connect(port, '127.0.0.1').pause();
    const accepted: unknown[] = await once(server, 'connection');
    server.close();
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const sender = accepted[0] as Socket;
    for (const end of [sender, receiver]) {
      end.on('error', () => undefined);
      open.push(end);
    }
    return { sender, receiver, fd: descriptorOf(sender)! };
  }

  function withSource<T>(work: (file: number) => Promise<T>): Promise<T> {
    const file = openSync(source, 'r');
    return work(file).finally(() => closeSync(file));
  }

  it.each(METHODS)('gives up a client that takes nothing (%s)', async (method) => {
    const { fd } = await connected();
    const error = await withSource((file) =>
      systemErrorOf(addon.sendToSocket(fd, file, 0, SIZE, method, 100).done),
    );
    expect(error.code).toBe('ETIMEDOUT');
  });

  it.each(METHODS)('can be cancelled, once or often, and afterwards (%s)', async (method) => {
    const before = openDescriptors();
    const { fd, sender, receiver } = await connected();
    await withSource(async (file) => {
      const { done, cancel } = addon.sendToSocket(fd, file, 0, SIZE, method, 60_000);
      await sleep(50);
      cancel();
      cancel();
      expect((await systemErrorOf(done)).code).toBe('ECANCELED');
      cancel();
    });
    sender.destroy();
    receiver.destroy();
    await expect.poll(openDescriptors, { timeout: 10_000 }).toBeLessThanOrEqual(before);
  });

  it.each(METHODS)('says that the file is shorter than promised (%s)', async (method) => {
    const { fd, receiver } = await connected();
    receiver.resume();
    const error = await withSource((file) =>
      systemErrorOf(addon.sendToSocket(fd, file, SIZE - 10, 20, method, 1000).done),
    );
    expect(error).toMatchObject({ code: 'EIO', syscall: method });
  });

  it.each(METHODS)('says that the client went away (%s)', async (method) => {
    const { fd, receiver } = await connected();
    const error = await withSource((file) => {
      const { done } = addon.sendToSocket(fd, file, 0, SIZE, method, 10_000);
      receiver.resetAndDestroy();
      return systemErrorOf(done);
    });
    expect(['EPIPE', 'ECONNRESET']).toContain(error.code);
  });

  it('goes on when Node closes its own descriptor in the middle', async () => {
    const { fd, sender, receiver } = await connected();
    const closed = once(receiver, 'close');
    let received = 0;
    receiver.on('data', (chunk: Buffer) => (received += chunk.length));
    receiver.pause();
    await withSource(async (file) => {
      const { done } = addon.sendToSocket(fd, file, 0, SIZE, 'sendfile', 10_000);
      sender.destroy();
      await sleep(20);
      receiver.resume();
      await done;
    });
    await closed;
    expect(received).toBe(SIZE);
  });

  it.each([
    [[-1, 0, 0, 1, 'sendfile', 1], /socket/],
    [[0, 0, -1, 1, 'sendfile', 1], /start/],
    [[0, 0, 0, 1.5, 'sendfile', 1], /length/],
    [[0, 0, 0, 1, 'teleport', 1], /method/],
    [[0, 0, 0, 1, 'sendfile'], /stallMs/],
    [[999_999, 0, 0, 1, 'sendfile', 1], /EBADF/],
  ])('refuses %j', (values, message) => {
    const send: unknown = Reflect.get(addon, 'sendToSocket');
    expect(() => Reflect.apply(Object(send), addon, values)).toThrow(message);
  });

  it('does not keep a process from leaving that waits for its client', async () => {
    const program = `
      const addon = require(${JSON.stringify(ADDON_PATH)});
      const net = require('node:net');
      const file = require('node:fs').openSync(${JSON.stringify(source)}, 'r');
      const server = net.createServer((socket) => {
        addon.sendToSocket(socket._handle.fd, file, 0, ${SIZE}, 'sendfile', 60000).done.catch(() => {});
        setTimeout(() => process.exit(3), 100);
      }).listen(0, '127.0.0.1', () => net.connect(server.address().port, '127.0.0.1').pause());`;
    const child = spawn(process.execPath, ['-e', program], { stdio: 'inherit' });
    expect(await once(child, 'exit')).toEqual([3, null]);
  });
});
