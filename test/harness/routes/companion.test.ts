/** The companion as a program: who it lets in, what it receives and sends, and how it ends. */
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { compiledPath } from '../../../harness/core/package-root.js';
import { readBytes, written } from '../../../harness/core/stream-bytes.js';
import { loadAddon } from '../../../harness/binding/load.js';
import type { Endpoint } from '../../../harness/measure/protocol.js';
import { Companion } from '../../../harness/routes/companion.js';
import { copyTree } from '../../fakes/copied-tree.js';
import { temporaryFolder, writeRandomFile } from '../../fakes/folders.js';

const SIZE_BYTES = 300_001;
const folder = temporaryFolder();
const source = writeRandomFile(folder('source'), SIZE_BYTES);
const bytes = readFileSync(source);
/** A checkout in which nothing native was built. */
const bare = copyTree('dist');

const started: Companion[] = [];
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const companion of started.splice(0)) await companion.stop();
});

const PROGRAM = 'harness/routes/companion-process.js';
const WAYS = [
  ...(loadAddon().ok ? [['native', compiledPath(PROGRAM)] as const] : []),
  ['JavaScript', `${bare}/dist/${PROGRAM}`] as const,
];

async function start(
  program: string,
  at: Parameters<typeof Companion.start>[1] = { kind: 'tcp' },
): Promise<Companion> {
  const companion = await Companion.start({ file: process.execPath, args: [program] }, at);
  started.push(companion);
  return companion;
}

/** A connection that has said `token`; nothing else. */
async function knock(endpoint: Endpoint, token: string): Promise<Socket> {
  const socket = createConnection(
    endpoint.kind === 'tcp'
      ? { host: endpoint.host, port: endpoint.port }
      : { path: endpoint.path },
  );
  sockets.push(socket);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(token);
  return socket;
}

async function enter(endpoint: Endpoint): Promise<Socket> {
  const socket = await knock(endpoint, endpoint.token);
  await readBytes(socket, 1);
  return socket;
}

describe.each(WAYS)('a %s companion', (way, program) => {
  test.each(['tcp', 'unix'] as const)('drains, keeps and acknowledges over %s', async (kind) => {
    const path = folder('socket');
    const companion = await start(program, kind === 'tcp' ? { kind } : { kind, path });
    expect(companion.isNative).toBe(way === 'native');
    const [endpoint] = companion.expect(1);
    const file = folder(`kept-${way}-${kind}`);
    const { token } = endpoint!;
    const transfer = await companion.transfer({
      type: 'drain',
      token,
      sizeBytes: SIZE_BYTES,
      file,
    });
    const socket = await enter(endpoint!);
    await written(socket, bytes);
    await readBytes(socket, 1);
    const facts = await transfer.done;
    expect(readFileSync(file).equals(bytes)).toBe(true);
    if (way === 'native') expect(facts?.sendBufferBytes).toBeGreaterThan(0);
    else expect(facts).toBeNull();
    await companion.stop();
    expect(existsSync(path)).toBe(false);
  });

  test('sends nothing before it hears go, and then every byte', async () => {
    const companion = await start(program);
    const [endpoint] = companion.expect(1);
    const { token } = endpoint!;
    const socket = await enter(endpoint!);
    const transfer = await companion.transfer({
      type: 'feed',
      token,
      sizeBytes: SIZE_BYTES,
      source,
    });
    await sleep(50);
    expect(socket.readableLength).toBe(0);
    socket.write('g');
    expect((await readBytes(socket, SIZE_BYTES)).equals(bytes)).toBe(true);
    await transfer.done;
  });

  test('serves one connection again and again', async () => {
    const companion = await start(program);
    const [endpoint] = companion.expect(1);
    const { token } = endpoint!;
    const socket = await enter(endpoint!);
    for (let i = 0; i < 5; i++) {
      const drain = { type: 'drain', token, sizeBytes: 4, file: null } as const;
      const transfer = await companion.transfer(drain);
      socket.write('four');
      await readBytes(socket, 1);
      await transfer.done;
    }
  });

  test('acknowledges nothing at once when nothing is to come', async () => {
    const companion = await start(program);
    const [endpoint] = companion.expect(1);
    const socket = await enter(endpoint!);
    const { token } = endpoint!;
    await companion.transfer({ type: 'drain', token, sizeBytes: 0, file: null });
    await readBytes(socket, 1);
  });

  test('knows whether more came than was asked for', async () => {
    const companion = await start(program);
    const [endpoint] = companion.expect(1);
    const { token } = endpoint!;
    const socket = await enter(endpoint!);
    const drain = { type: 'drain', token, sizeBytes: 4, file: null } as const;
    const isQuiet = async () => (await companion.transfer({ type: 'quiet', token })).done;
    const transfer = await companion.transfer(drain);
    socket.write('four');
    await transfer.done;
    await isQuiet();
    await written(socket, Buffer.from('!'));
    await expect(isQuiet()).rejects.toMatchObject({ code: 'E_WRONG_BYTES' });
  });

  test('refuses strangers, and keeps nobody waiting behind a silent one', async () => {
    const companion = await start(program);
    const [endpoint] = companion.expect(1);
    const silent = await knock(endpoint!, '');
    const stranger = await knock(endpoint!, 'f'.repeat(32));
    const socket = await enter(endpoint!);
    expect(socket.destroyed).toBe(false);
    await Promise.all([silent, stranger].map((one) => readBytes(one, 1).catch(() => undefined)));
    expect(silent.readableEnded || silent.destroyed).toBe(true);
    expect(stranger.readableEnded || stranger.destroyed).toBe(true);
  });

  test('lets a token in once, and listens no more when all are in', async () => {
    const companion = await start(program);
    const [endpoint] = companion.expect(1);
    await enter(endpoint!);
    await expect
      .poll(() => knock(endpoint!, endpoint!.token).catch((error: Error) => error))
      .toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('fails a transfer whose connection ends before its bytes, and goes on', async () => {
    const companion = await start(program);
    const [first, second] = companion.expect(2);
    const lost = await companion.transfer({
      type: 'drain',
      token: first!.token,
      sizeBytes: 10,
      file: null,
    });
    (await enter(first!)).end('half');
    await expect(lost.done).rejects.toThrow(/reset|closed/);
    const kept = await companion.transfer({
      type: 'drain',
      token: second!.token,
      sizeBytes: 4,
      file: null,
    });
    (await enter(second!)).write('four');
    await kept.done;
    expect(companion.ended).toBeUndefined();
  });

  test('that is killed fails what it was doing, with its end as the reason', async () => {
    const companion = await start(program);
    const [endpoint] = companion.expect(1);
    const { token } = endpoint!;
    const transfer = await companion.transfer({ type: 'drain', token, sizeBytes: 10, file: null });
    const socket = await enter(endpoint!);
    companion.kill();
    await expect(transfer.done).rejects.toMatchObject({
      code: 'E_COMPANION',
      message: /was ended by SIGKILL/,
    });
    await expect.poll(() => companion.ended).toMatch(/SIGKILL/);
    await readBytes(socket, 1).catch(() => undefined);
    await expect(
      companion.transfer({ type: 'drain', token, sizeBytes: 1, file: null }),
    ).rejects.toThrow();
  });

  test('tells why it cannot listen', async () => {
    const path = folder('no-folder', 'socket');
    await expect(start(program, { kind: 'unix', path })).rejects.toMatchObject({
      code: 'E_COMPANION',
      message: /ENOENT|EACCES/,
    });
  });

  test('leaves when the harness is gone, and takes its socket with it', async () => {
    const path = folder('left');
    const companion = await start(program, { kind: 'unix', path });
    expect(existsSync(path)).toBe(true);
    await companion.stop();
    expect(existsSync(path)).toBe(false);
    rmSync(path, { force: true });
  });
});

test('a transfer has the time that the run gives it, and is ended with that as the reason', async () => {
  const asked: number[] = [];
  const program = { file: process.execPath, args: [compiledPath(PROGRAM)] };
  const companion = await Companion.start(program, { kind: 'tcp' }, (sizeBytes) => {
    asked.push(sizeBytes);
    return 100;
  });
  started.push(companion);
  const [endpoint] = companion.expect(1);
  const { token } = endpoint!;
  const drain = { type: 'drain', token, sizeBytes: 4321, file: null } as const;
  const transfer = await companion.transfer(drain);
  await enter(endpoint!);
  await expect(transfer.done).rejects.toThrow(/ETIMEDOUT|waiting for 0\.1 s/);
  expect(asked).toEqual([4321]);
});

test('a path that no unix socket can have is told before anything starts', async () => {
  const path = folder('x'.repeat(120));
  await expect(start('nothing', { kind: 'unix', path })).rejects.toMatchObject({
    code: 'E_COMPANION',
    message: /at most 107 bytes/,
  });
});

test('a program that speaks another language is refused', async () => {
  const babble = folder('babble.mjs');
  const { writeFileSync } = await import('node:fs');
  writeFileSync(babble, 'console.log("hello"); process.stdin.resume();');
  await expect(start(babble)).rejects.toMatchObject({ code: 'E_PROTOCOL' });
});
