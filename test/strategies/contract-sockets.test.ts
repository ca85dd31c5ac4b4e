/** What every strategy promises on socket routes: every byte, nothing more, and errors instead of dead processes. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadAddon } from '../../harness/binding/load.js';
import { discoverStrategies } from '../../strategies/discover.js';
import type { CopyReport } from '../../harness/measure/protocol.js';
import type { CopyRoute, SocketKind, Strategy } from '../../strategies/strategy.js';
import { listenFor } from '../fakes/far-ends.js';
import { temporaryFolder, writeRandomFile } from '../fakes/folders.js';
import { SocketEnds, startWorker } from './socket-ends.js';

const SIZES = [0, 1, 65_537, 7e6];
type SocketRoute = Exclude<CopyRoute, 'file-to-file'>;

const sources = temporaryFolder();
const sourceOf = (sizeBytes: number): string => sources(`source-${sizeBytes}`);
beforeAll(() => {
  for (const sizeBytes of SIZES) writeRandomFile(sourceOf(sizeBytes), sizeBytes);
});

const strategies = await discoverStrategies();

/** Where cubic is allowed nobody is paced; Java, which cannot choose it, takes reno. */
function hasCubic(): boolean {
  const list = '/proc/sys/net/ipv4/tcp_allowed_congestion_control';
  return loadAddon().ok && existsSync(list) && readFileSync(list, 'utf8').includes('cubic');
}

/** One block for each strategy that knows the route; what does not work here is a visible skip. */
async function describeOn(
  route: SocketRoute,
  socket: SocketKind,
  body: (strategy: Strategy) => void,
): Promise<void> {
  for (const strategy of strategies.filter(({ routes }) => routes.includes(route))) {
    const availability = await strategy.available({ directory: tmpdir(), route, socket });
    if (availability.available) describe(strategy.name, () => body(strategy));
    else test.skip(`${strategy.name} (skipped: ${availability.reason})`, () => undefined);
  }
}

for (const route of ['file-to-socket', 'socket-to-file'] as const) {
  for (const kind of ['tcp', 'unix'] as const) {
    describe(`${route} over ${kind}`, async () => {
      await describeOn(route, kind, (strategy) => {
        const path = temporaryFolder();
        let ends: SocketEnds;
        beforeAll(async () => void (ends = await SocketEnds.open(strategy, kind, path('socket'))));
        afterAll(() => ends.close());

        test.each(SIZES)('moves %i bytes, every one of them', async (sizeBytes) => {
          const source = sourceOf(sizeBytes);
          const destination = path(`arrived-${sizeBytes}`);
          const report = await ends.copy(route, { source, destination, sizeBytes });
          expect(readFileSync(destination).equals(readFileSync(source))).toBe(true);
          expect(report.elapsedNs).toBeGreaterThan(0);
          if (route === 'socket-to-file') expect(report.sentNs).toBeNull();
          if (kind === 'unix') expect(report.congestion ?? null).toBeNull();
          else if (hasCubic()) expect(report.congestion).toMatch(/^(cubic|reno)$/);
          if (route === 'file-to-socket')
            expect(report.sentNs ?? 0).toBeLessThanOrEqual(report.elapsedNs);
        });

        test('does so again and again over one connection', async () => {
          for (let i = 0; i < 20; i++) {
            const [source, destination] = [sourceOf(65_537), path('again')];
            await ends.copy(route, { source, destination, sizeBytes: 65_537 });
            expect(readFileSync(destination).equals(readFileSync(source))).toBe(true);
            rmSync(destination);
          }
        });
      });
    });
  }
}

/** Welcomes, then reads a piece at a time with pauses in between; acknowledges `bytes`. */
function slowReader(bytes: number): (socket: Socket) => void {
  return (socket) => {
    socket.write('w');
    void readSlowly(socket, bytes);
  };
}

async function readSlowly(socket: Socket, bytes: number): Promise<void> {
  for (let left = bytes; left > 0;) {
    const chunk: unknown = socket.read();
    if (Buffer.isBuffer(chunk)) left -= chunk.length;
    await sleep(2);
  }
  socket.write('a');
}

describe('a receiver that reads slowly', async () => {
  await describeOn('file-to-socket', 'tcp', (strategy) => {
    test('gets everything', async () => {
      const far = await listenFor('tcp', tmpdir(), slowReader(7e6));
      const worker = await startWorker(strategy);
      try {
        const job = { route: 'file-to-socket', source: sourceOf(7e6), sizeBytes: 7e6 } as const;
        const report: CopyReport = await worker.copy({ ...job, endpoint: far.endpoint });
        expect(report.elapsedNs).toBeGreaterThan(0);
      } finally {
        await worker.stop();
        await far.close();
      }
    });
  });
});

const CLOSINGS: [string, (socket: Socket) => void][] = [
  ['at once', (socket) => void socket.write('w', () => void socket.destroy())],
  [
    'in the middle',
    (socket) => {
      socket.write('w');
      socket.once('data', () => socket.destroy());
    },
  ],
  [
    'by a reset',
    (socket) => {
      socket.write('w');
      socket.once('data', () => socket.resetAndDestroy());
    },
  ],
];

describe.each(CLOSINGS)('a receiver that closes %s', async (_, serve) => {
  await describeOn('file-to-socket', 'tcp', (strategy) => {
    test('is an error, and the worker goes on', async () => {
      const closing = await listenFor('tcp', tmpdir(), serve);
      const worker = await startWorker(strategy);
      try {
        const job = { route: 'file-to-socket', source: sourceOf(7e6), sizeBytes: 7e6 } as const;
        const failing = worker.copy({ ...job, endpoint: closing.endpoint });
        await expect(failing).rejects.toThrow(/EPIPE|ECONNRESET|closed|reset|ended by/i);
        const far = await listenFor('tcp', tmpdir(), slowReader(7e6));
        await worker.copy({ ...job, endpoint: far.endpoint });
        await far.close();
      } finally {
        await worker.stop();
        await closing.close();
      }
    });
  });
});

function sendHalf(socket: Socket): void {
  socket.write('w');
  socket.once('data', () => socket.end(Buffer.alloc(30_000)));
}

describe('a sender that closes in the middle', async () => {
  await describeOn('socket-to-file', 'tcp', (strategy) => {
    const path = temporaryFolder();

    test('is an error, and the worker goes on', async () => {
      const closing = await listenFor('tcp', tmpdir(), sendHalf);
      const worker = await startWorker(strategy);
      const order = { route: 'socket-to-file', sizeBytes: 65_537 } as const;
      try {
        await expect(
          worker.copy({ ...order, endpoint: closing.endpoint, destination: path('half') }),
        ).rejects.toThrow(/EPIPE|ECONNRESET|closed|reset|ended after/i);
        const whole = await listenFor('tcp', tmpdir(), (socket) => {
          socket.write('w');
          socket.once('data', () => socket.write(readFileSync(sourceOf(65_537))));
        });
        await worker.copy({ ...order, endpoint: whole.endpoint, destination: path('whole') });
        expect(readFileSync(path('whole')).equals(readFileSync(sourceOf(65_537)))).toBe(true);
        await whole.close();
      } finally {
        await worker.stop();
        await closing.close();
      }
    });
  });
});
