/** A door made by Node alone, for machines where the addon is not built. */
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { HarnessError } from '../core/errors.js';
import { exactly, readBytes, written } from '../core/stream-bytes.js';
import { within } from '../measure/deadline.js';
import type { Door, ListenAt, Visitor } from './door.js';

const ONE_BYTE = Buffer.from([1]);
/** How often a door looks whether somebody came. */
const POLL_MS = 5;

/** @throws Node-shaped system error when nothing can listen there */
export async function openStreamDoor(at: ListenAt): Promise<Door> {
  const waiting: Socket[] = [];
  const server = createServer({ noDelay: true }, (socket) => {
    // Whoever reads or writes is told of errors; in between nobody has to be.
    socket.on('error', () => undefined);
    waiting.push(socket);
  });
  server.listen(at.kind === 'tcp' ? { host: '127.0.0.1', port: 0 } : { path: at.path });
  await once(server, 'listening');
  return {
    address: at.kind === 'tcp' ? { kind: 'tcp', host: '127.0.0.1', port: portOf(server) } : at,
    moves: 'javascript',
    async next(timeoutMs) {
      for (let waited = 0; waiting.length === 0 && waited < timeoutMs; waited += POLL_MS)
        await sleep(POLL_MS);
      const socket = waiting.shift();
      return socket && visitor(socket);
    },
    close: () => void server.close(),
  };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

function visitor(socket: Socket): Visitor {
  return {
    facts: null,
    read: (bytes, timeoutMs) => limited(readBytes(socket, bytes), timeoutMs),
    welcome: () => void socket.write(ONE_BYTE),
    drain: (bytes, file, timeoutMs) => limited(drain(socket, bytes, file), timeoutMs),
    feed: (source, bytes, timeoutMs) => limited(feed(socket, source, bytes), timeoutMs),
    hasMore: () => hasMore(socket),
    close: () => void socket.destroy(),
  };
}

function limited<T>(work: Promise<T>, ms: number): Promise<T> {
  return within(work, ms, () => {
    return new HarnessError('E_CONNECTION', `The worker kept it waiting for ${ms / 1000} s.`);
  });
}

async function drain(socket: Socket, bytes: number, file: string | null): Promise<void> {
  const arriving = exactly(socket, bytes);
  if (file !== null) await pipeline(arriving, createWriteStream(file, { flags: 'wx' }));
  else for await (const _ of arriving);
  await written(socket, ONE_BYTE);
}

async function feed(socket: Socket, source: string, bytes: number): Promise<void> {
  await readBytes(socket, 1);
  if (bytes === 0) return;
  await pipeline(createReadStream(source, { end: bytes - 1 }), socket, { end: false });
}

/** Node takes in what has come between two turns of its event loop, when it was asked to read. */
async function hasMore(socket: Socket): Promise<boolean> {
  socket.read(0);
  await nextTurn();
  await nextTurn();
  return socket.readableLength > 0;
}
