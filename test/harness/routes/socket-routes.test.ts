/** Samples over sockets, with a real companion and workers that behave, lie and die. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../../harness/core/clock.js';
import { compiledPath } from '../../../harness/core/package-root.js';
import { readBytes, written } from '../../../harness/core/stream-bytes.js';
import { type Arm, USUAL } from '../../../harness/measure/plan.js';
import type { CopyOrder, CopyReport, Endpoint } from '../../../harness/measure/protocol.js';
import { sampleSchema } from '../../../harness/measure/sample.js';
import type { Worker } from '../../../harness/measure/worker-process.js';
import type { SocketSetting } from '../../../harness/routes/companion-keeper.js';
import { fileToSocket } from '../../../harness/routes/file-to-socket.js';
import type { OpenRoute } from '../../../harness/routes/route.js';
import { socketToFile } from '../../../harness/routes/socket-to-file.js';
import { loadStrategy } from '../../../strategies/discover.js';
import { startWorker } from '../../strategies/socket-ends.js';
import { namesIn, temporaryFolder, writeRandomFile } from '../../fakes/folders.js';

const SIZE_BYTES = 400_000;
const files = temporaryFolder();
const copies = temporaryFolder();
const source = writeRandomFile(files('source'), SIZE_BYTES);
const bytes = readFileSync(source);
const strategy = await loadStrategy('stream-pipe');
const first: Arm = { name: 'first', strategy };
const second: Arm = { name: 'second', strategy };
const arms = [first, second];

const doubts: string[] = [];
const routes: OpenRoute[] = [];
const workers: Worker[] = [];
beforeEach(() => void (doubts.length = 0));
afterEach(async () => {
  for (const worker of workers.splice(0)) await worker.stop();
  for (const route of routes.splice(0)) await route.close();
  expect(namesIn(copies())).toEqual([]);
  expect(companions()).toEqual([]);
});

function open(
  make: (setting: SocketSetting) => OpenRoute,
  changes: Partial<SocketSetting> = {},
): OpenRoute {
  const route = make({
    scenario: 'scenario',
    route: make === fileToSocket ? 'file-to-socket' : 'socket-to-file',
    socket: 'tcp',
    arms,
    companion: {
      file: process.execPath,
      args: [compiledPath('harness/routes/companion-process.js')],
    },
    source,
    sizeBytes: SIZE_BYTES,
    conditions: USUAL,
    dropCaches: false,
    copies: copies(),
    verify: 'first',
    addon: undefined,
    clock: systemClock,
    runBeganNs: 0,
    doubt: (code) => void doubts.push(code),
    ...changes,
  });
  routes.push(route);
  return route;
}

async function realWorker(): Promise<Worker> {
  const worker = await startWorker(strategy);
  workers.push(worker);
  return worker;
}

/** A worker made of a function that has the connection, with its token said and its welcome heard. */
function scripted(script: (socket: Socket, order: CopyOrder) => Promise<void>): Worker {
  let connected: Promise<Socket> | undefined;
  const worker: Worker = {
    async copy(order): Promise<CopyReport> {
      if (order.route === 'file-to-file') throw new Error('not over a socket');
      connected ??= enter(order.endpoint);
      await script(await connected, order);
      const unknown = { usage: null, systemCalls: null, eventLoopDelayMaxNs: null };
      return { elapsedNs: 5, sentNs: 4, roundTripNs: 5, ...unknown };
    },
    stop: async () => void (await connected)?.destroy(),
  };
  workers.push(worker);
  return worker;
}

async function enter(endpoint: Endpoint): Promise<Socket> {
  const socket = createConnection(
    endpoint.kind === 'tcp'
      ? { host: endpoint.host, port: endpoint.port }
      : { path: endpoint.path },
  );
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(endpoint.token);
  await readBytes(socket, 1);
  return socket;
}

/** The companion processes that this process has. */
function companions(): number[] {
  try {
    const found = execFileSync('pgrep', ['-P', String(process.pid), '-f', 'companion-process']);
    return found.toString().trim().split('\n').map(Number);
  } catch {
    return []; // pgrep found none.
  }
}

const sendAll = async (socket: Socket): Promise<void> => {
  await written(socket, bytes);
  await readBytes(socket, 1);
};

describe.each(['tcp', 'unix'] as const)('a copy over %s', (socket) => {
  test('to a socket becomes a sample: compared once, counted from then on', async () => {
    const route = open(fileToSocket, { socket });
    const worker = await realWorker();
    const warm = await route.takeSample(first, worker, { round: 0, position: 0 });
    const sample = await route.takeSample(first, worker, { round: 1, position: 0 });
    expect(sampleSchema.parse(sample)).toEqual(sample);
    expect([warm.checked, sample.checked]).toEqual(['content', 'size']);
    expect(sample.bytes).toBe(SIZE_BYTES);
    expect(sample.sentNs).toBeLessThanOrEqual(sample.elapsedNs);
    if (process.platform === 'linux') expect(sample.machineCpuMs).toBeGreaterThanOrEqual(0);
    if (socket === 'unix') expect(sample.congestion).toBeNull();
    else expect(sample.companionCongestion).toBe(sample.congestion);
    expect(doubts).not.toContain('receiver-writes');
  });

  test('from a socket becomes a sample with its file compared and deleted', async () => {
    const route = open(socketToFile, { socket });
    const worker = await realWorker();
    const sample = await route.takeSample(first, worker, { round: 0, position: 0 });
    expect(sample).toMatchObject({ checked: 'content', sentNs: null, bytes: SIZE_BYTES });
  });
});

test('comparing every copy has the receiver write, which is said', async () => {
  const route = open(fileToSocket, { verify: 'all' });
  const worker = await realWorker();
  await route.takeSample(first, worker, { round: 0, position: 0 });
  expect(doubts).not.toContain('receiver-writes');
  const sample = await route.takeSample(first, worker, { round: 1, position: 0 });
  expect(sample.checked).toBe('content');
  expect(doubts).toContain('receiver-writes');
});

describe('a worker that is wrong', () => {
  test('by one byte is found out in the warm-up round', async () => {
    const route = open(fileToSocket);
    const worker = scripted(async (socket) => {
      const wrong = Buffer.from(bytes);
      wrong[123_456]! ^= 1;
      await written(socket, wrong);
      await readBytes(socket, 1);
    });
    await expect(route.takeSample(first, worker, { round: 0, position: 0 })).rejects.toMatchObject({
      code: 'E_WRONG_BYTES',
      message: expect.stringContaining('at byte 123456'),
    });
  });

  test.each([
    ['at once', (socket: Socket) => written(socket, Buffer.concat([bytes, bytes.subarray(0, 1)]))],
    [
      'in a write of its own',
      async (socket: Socket) => {
        await written(socket, bytes);
        await written(socket, Buffer.from([1]));
      },
    ],
  ])('by a byte too many, %s, fails in the round it sends it', async (_, send) => {
    const route = open(fileToSocket);
    const worker = scripted(async (socket) => {
      await send(socket);
      await readBytes(socket, 1);
    });
    await expect(route.takeSample(first, worker, { round: 3, position: 0 })).rejects.toMatchObject({
      code: 'E_WRONG_BYTES',
      message: 'The worker sent more bytes than it was asked for.',
    });
    await route.takeSample(second, scripted(sendAll), { round: 3, position: 1 });
  });

  test('by a byte too few fails when it closes, and the others go on', async () => {
    const route = open(fileToSocket);
    const short = scripted(async (socket) => {
      await written(socket, bytes.subarray(1));
      socket.end();
      await readBytes(socket, 1);
    });
    await expect(route.takeSample(first, short, { round: 1, position: 0 })).rejects.toThrow(
      /closed|reset/i,
    );
    await route.takeSample(second, scripted(sendAll), { round: 1, position: 1 });
  });

  test('and fails before it connects costs nobody else anything', async () => {
    const route = open(fileToSocket);
    const failing: Worker = {
      copy: () => Promise.reject(new Error('EACCES: no such luck')),
      stop: () => Promise.resolve(),
    };
    const place = { round: 0, position: 0 };
    await expect(route.takeSample(first, failing, place)).rejects.toThrow('EACCES');
    await route.takeSample(second, scripted(sendAll), { round: 0, position: 1 });
  });

  test('on the other route, by saying go for the next copy as well', async () => {
    const route = open(socketToFile);
    const worker = scripted(async (socket, order) => {
      socket.write('go');
      const received = await readBytes(socket, SIZE_BYTES);
      if ('destination' in order) writeFileSync(order.destination, received);
    });
    await expect(route.takeSample(first, worker, { round: 1, position: 0 })).rejects.toMatchObject({
      code: 'E_WRONG_BYTES',
    });
  });

  test('on the other route, by leaving bytes out of its file', async () => {
    const route = open(socketToFile);
    const worker = scripted(async (socket, order) => {
      socket.write('g');
      const received = await readBytes(socket, SIZE_BYTES);
      if ('destination' in order) writeFileSync(order.destination, received.subarray(1));
    });
    await expect(route.takeSample(first, worker, { round: 1, position: 0 })).rejects.toMatchObject({
      code: 'E_SHORT_COPY',
    });
  });
});

describe('death in the middle of a transfer', () => {
  test('of the companion fails one copy with that as the reason; the next gets a fresh one', async () => {
    const route = open(fileToSocket);
    const living = await realWorker();
    const before: number[] = [];
    const witness = scripted(async (socket) => {
      if (before.length > 0) {
        await written(socket, bytes.subarray(0, 1000));
        process.kill(before[0]!, 'SIGKILL');
      }
      await sendAll(socket);
    });
    await route.takeSample(first, witness, { round: 0, position: 0 });
    await route.takeSample(second, living, { round: 0, position: 1 });
    before.push(...companions());
    await expect(route.takeSample(first, witness, { round: 1, position: 0 })).rejects.toMatchObject(
      {
        code: 'E_COMPANION',
        message: expect.stringMatching(/The companion was ended by SIGKILL/),
      },
    );
    const sample = await route.takeSample(second, living, { round: 1, position: 1 });
    expect(sample.checked).toBe('size');
    expect(companions()).toHaveLength(1);
    expect(companions()).not.toEqual(before);
  });

  test('of a worker fails its strategy and leaves the companion to the others', async () => {
    const route = open(fileToSocket, { sizeBytes: SIZE_BYTES });
    const killed = await startWorker(strategy);
    const place = { round: 0, position: 0 };
    await route.takeSample(first, killed, place);
    const [worker] = execFileSync('pgrep', ['-P', String(process.pid), '-f', 'measure/worker.js'])
      .toString()
      .split('\n')
      .map(Number);
    process.kill(worker!, 'SIGKILL');
    await expect(route.takeSample(first, killed, { ...place, round: 1 })).rejects.toMatchObject({
      code: 'E_WORKER',
      message: expect.stringContaining('SIGKILL'),
    });
    await route.takeSample(second, await realWorker(), { round: 1, position: 1 });
  });
});

test('a companion that cannot be started fails the copy with the reason', async () => {
  const route = open(fileToSocket, {
    companion: { file: process.execPath, args: ['-e', 'process.exit(3)'] },
  });
  const sample = route.takeSample(first, scripted(sendAll), { round: 0, position: 0 });
  await expect(sample).rejects.toMatchObject({
    code: 'E_COMPANION',
    message: expect.stringContaining('exited with status 3'),
  });
});
