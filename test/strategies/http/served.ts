/** What the server tests share: running servers, and clients with and without manners. */
import { randomFillSync } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { request, type Agent, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { RunningServer, Strategy } from '../../../strategies/strategy.js';

export const TOKEN = 'token-of-this-test';
/** Larger than any socket buffer, so that a server has to wait for its client. */
export const LARGE_BYTES = 48e6 + 1;

/** Bytes of each file that is served, by its id. */
export const FILES: Readonly<Record<string, Buffer>> = {
  empty: Buffer.alloc(0),
  one: Buffer.from('x'),
  small: randomFillSync(Buffer.alloc(1000)),
  odd: randomFillSync(Buffer.alloc(65_537)),
  large: randomFillSync(Buffer.alloc(LARGE_BYTES)),
};

export interface Served {
  server: RunningServer;
  /** Answers to `method /token/id`, or to `target` as it stands. */
  ask(target: string, options?: Asked): Promise<Answer>;
  /** A raw connection. */
  dial(): Promise<Socket>;
  folder: string;
  close(): Promise<void>;
}

export interface Asked {
  method?: string;
  headers?: OutgoingHttpHeaders;
  agent?: Agent;
}

export interface Answer {
  status: number | undefined;
  headers: IncomingMessage['headers'];
  body: Buffer;
  /** The client's port: the same for two requests of one connection. */
  clientPort: number | undefined;
}

/** Starts the server of a strategy with FILES. */
export async function serve(strategy: Strategy): Promise<Served> {
  const folder = await mkdtemp(join(tmpdir(), 'copybench-http-'));
  const files = Object.entries(FILES).map(([id, content]) => {
    writeFileSync(join(folder, id), content);
    return { id, path: join(folder, id) };
  });
  // Beside the files that are served, and not one of them.
  writeFileSync(join(folder, 'secret'), 'nobody may read this');
  const server = await strategy.serve?.({ files, token: TOKEN, directory: folder });
  if (!server) throw new Error(`${strategy.name} serves nothing`);
  return {
    server,
    folder,
    ask: (target, options) => ask(server.port, target, options),
    dial: () => dial(server.port),
    close: async () => {
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** The path of a file that is served. */
export function pathOf(id: string): string {
  return `/${TOKEN}/${id}`;
}

/** A request as it goes over a raw connection. */
export function getOf(id: string, headers = ''): string {
  return `GET ${pathOf(id)} HTTP/1.1\r\nHost: x\r\n${headers}\r\n`;
}

function ask(port: number, path: string, options: Asked = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, agent: false, ...options }, (message) => {
      const clientPort = message.socket.localPort;
      const chunks: Buffer[] = [];
      message.on('data', (chunk: Buffer) => chunks.push(chunk));
      message.once('error', reject);
      message.once('end', () => {
        const { statusCode: status, headers } = message;
        resolve({ status, headers, body: Buffer.concat(chunks), clientPort });
      });
    });
    sent.once('error', reject);
    sent.end();
  });
}

function dial(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      // A test that ends a connection rudely gets rude answers.
      socket.on('error', () => undefined);
      resolve(socket);
    });
  });
}

/** Everything that arrives on a raw connection until it has been `bytes`, or until it ends. */
export function receive(socket: Socket, bytes: number): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let received = 0;
    const take = (chunk: Buffer) => {
      chunks.push(chunk);
      received += chunk.length;
      if (received >= bytes) end();
    };
    const end = () => {
      socket.off('data', take);
      resolve(Buffer.concat(chunks));
    };
    socket.on('data', take);
    socket.once('close', end);
    socket.once('end', end);
  });
}

/** Open descriptors of this process. */
export function openDescriptors(): number {
  return readdirSync('/proc/self/fd').length;
}

/** Waits until `found` gives `wanted` or less; the server lets go a moment after its client did. */
export async function settlesTo(found: () => number, wanted: number): Promise<void> {
  for (let tries = 0; tries < 100 && found() > wanted; tries++) await sleep(50);
  expect(found()).toBeLessThanOrEqual(wanted);
}
