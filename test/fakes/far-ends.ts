/** The far end of a worker's connection, made by Node and scripted by a test. */
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Endpoint } from '../../harness/measure/protocol.js';
import type { SocketKind } from '../../strategies/strategy.js';

export const TOKEN = '0123456789abcdef0123456789abcdef';

/** A listener that hands each connection to `serve`, with its token already read. */
export interface FarEnd {
  endpoint: Endpoint;
  /** Tokens that were brought, in order. */
  tokens: string[];
  close(): Promise<void>;
}

/** @param folder for the name of a unix socket */
export async function listenFor(
  kind: SocketKind,
  folder: string,
  serve: (socket: Socket) => void,
): Promise<FarEnd> {
  const tokens: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('readable', () => {
      const token: unknown = socket.read(TOKEN.length);
      tokens.push(String(token));
      serve(socket);
    });
  });
  const path = join(folder, 'far-end');
  server.listen(kind === 'tcp' ? { host: '127.0.0.1', port: 0 } : { path });
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    endpoint:
      kind === 'tcp'
        ? { kind, host: '127.0.0.1', port, token: TOKEN }
        : { kind, path, token: TOKEN },
    tokens,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
