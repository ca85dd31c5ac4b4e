/** Each peer's real program sending to a small receiver: token, every byte, acknowledgement, one connection. */
import { randomFillSync } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { beforeAll, describe, expect, test } from 'vitest';
import { endpointSchema, type Endpoint } from '../../harness/measure/protocol.js';
import { SmallReceiver } from '../../strategies/shapes/small-receiver.js';
import type { SocketKind } from '../../strategies/strategy.js';
import { describePeers, startedWorker, temporaryFolder } from './every-peer.js';

const SIZES = [0, 1, 4097, 7e6];
const route = 'file-to-socket';

const path = temporaryFolder();
const sourceOf = (sizeBytes: number): string => path(`source-${sizeBytes}`);

beforeAll(() => {
  for (const size of SIZES) writeFileSync(sourceOf(size), randomFillSync(Buffer.alloc(size)));
});

let receivers = 0;

async function withReceiver(
  kind: SocketKind,
  sizeBytes: number,
  task: (receiver: SmallReceiver, endpoint: Endpoint) => Promise<void>,
): Promise<void> {
  const folder = path(`receiver-${receivers++}`);
  mkdirSync(folder);
  const receiver = await SmallReceiver.start(kind, sizeBytes, folder);
  try {
    await task(receiver, endpointSchema.parse(receiver.endpoint));
  } finally {
    await receiver.close();
  }
}

describe.each<SocketKind>(['tcp', 'unix'])('over %s', async (kind) => {
  await describePeers(
    route,
    ({ command }) => {
      const worker = startedWorker(command);

      test.each(SIZES)('sends every one of %i bytes', async (sizeBytes) => {
        await withReceiver(kind, sizeBytes, async (receiver, endpoint) => {
          const order = { route, source: sourceOf(sizeBytes), sizeBytes, endpoint } as const;
          const { elapsedNs, sentNs, congestion } = await worker().copy(order);
          expect(receiver.arrived.map(({ length }) => length)).toEqual([sizeBytes]);
          expect(receiver.arrived[0]?.equals(readFileSync(order.source))).toBe(true);
          if (kind === 'tcp') expect(congestion).toMatch(/^(cubic|reno)$/);
          else expect(congestion).toBeNull();
          expect(sentNs).toBeGreaterThan(0);
          expect(sentNs).toBeLessThanOrEqual(elapsedNs);
        });
      });

      test('keeps its connection for further copies', async () => {
        await withReceiver(kind, 4097, async (receiver, endpoint) => {
          const order = { route, source: sourceOf(4097), sizeBytes: 4097, endpoint } as const;
          for (let i = 0; i < 3; i++) await worker().copy(order);
          expect(receiver.arrived).toHaveLength(3);
          expect(receiver.connections).toBe(1);
        });
      });

      test('tells a missing source, and copies over a new connection then', async () => {
        await withReceiver(kind, 1, async (receiver, endpoint) => {
          const missing = { route, source: path('missing'), sizeBytes: 1, endpoint } as const;
          await expect(worker().copy(missing)).rejects.toMatchObject({
            code: 'ENOENT',
            path: missing.source,
          });
          await worker().copy({ ...missing, source: sourceOf(1) });
          expect(receiver.arrived).toHaveLength(1);
          expect(receiver.connections).toBe(2);
        });
      });

      test('fails when its source is shorter than was said', async () => {
        await withReceiver(kind, 5000, async (_, endpoint) => {
          const order = { route, source: sourceOf(4097), sizeBytes: 5000, endpoint } as const;
          await expect(worker().copy(order)).rejects.toThrow(/gave 4097 of 5000 bytes/);
        });
      });
    },
    { socket: kind },
  );
});

/** A server that welcomes whoever comes and hangs up on the first byte of a file. */
async function rudeEndpoint(): Promise<{ endpoint: Endpoint; close: () => void }> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.write('w');
      socket.once('data', () => socket.resetAndDestroy());
    });
  });
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const endpoint = { kind: 'tcp', host: '127.0.0.1', port, token: 't'.repeat(32) } as const;
  return { endpoint, close: () => void server.close() };
}

await describePeers(route, ({ command }) => {
  const worker = startedWorker(command);

  test('survives a receiver that hangs up, with an error of Node shape', async () => {
    const { endpoint, close } = await rudeEndpoint();
    const order = { route, source: sourceOf(7e6), sizeBytes: 7e6, endpoint } as const;
    for (let i = 0; i < 2; i++) {
      await expect(worker().copy(order)).rejects.toMatchObject({
        code: expect.stringMatching(/^(EPIPE|ECONNRESET)$/),
        syscall: expect.stringMatching(/^[a-z]/),
      });
    }
    close();
  });

  test('tells that nobody listens', async () => {
    const { endpoint, close } = await rudeEndpoint();
    close();
    const order = { route, source: sourceOf(1), sizeBytes: 1, endpoint } as const;
    await expect(worker().copy(order)).rejects.toMatchObject({
      code: 'ECONNREFUSED',
      errno: -111,
      syscall: 'connect',
    });
  });
});
