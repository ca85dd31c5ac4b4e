/** The other end of file-to-socket on a small scale, for trials: keeps what arrives, and acknowledges it. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import type { SocketKind } from '../strategy.js';

const TOKEN_BYTES = 32;

/** Listens on loopback or on a unix socket for connections that bring its token. */
export class SmallReceiver {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #token = randomBytes(TOKEN_BYTES / 2).toString('hex');
  /** The files that arrived whole, in order. */
  readonly arrived: Buffer[] = [];
  #connections = 0;

  /**
   * @param sizeBytes of each file that will be sent
   * @param folder where the name of a unix socket goes; whoever made it removes it
   */
  static async start(kind: SocketKind, sizeBytes: number, folder: string): Promise<SmallReceiver> {
    const receiver = new SmallReceiver(sizeBytes);
    receiver.#server.listen(
      kind === 'tcp' ? { host: '127.0.0.1', port: 0 } : { path: join(folder, 'socket') },
    );
    await once(receiver.#server, 'listening');
    return receiver;
  }

  private constructor(sizeBytes: number) {
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      // A sender that goes away is told by what did not arrive.
      socket.on('error', () => undefined);
      this.#serve(socket, sizeBytes);
    });
  }

  /** Connections that brought the token. */
  get connections(): number {
    return this.#connections;
  }

  /** What a peer is told about this end. */
  get endpoint(): object {
    const address = this.#server.address();
    const token = this.#token;
    if (typeof address === 'string') return { kind: 'unix', path: address, token };
    return { kind: 'tcp', host: '127.0.0.1', port: address?.port ?? 0, token };
  }

  /** Closes everything. */
  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #serve(socket: Socket, sizeBytes: number): void {
    let isWelcome = false;
    let held = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      held = Buffer.concat([held, chunk]);
      if (!isWelcome && held.length >= TOKEN_BYTES) {
        isWelcome = held.toString('latin1', 0, TOKEN_BYTES) === this.#token;
        if (!isWelcome) socket.destroy();
        else this.#welcome(socket, sizeBytes);
        held = held.subarray(TOKEN_BYTES);
      }
      if (isWelcome) held = this.#keepWhole(socket, held, sizeBytes);
    });
  }

  /** An empty file never shows on the wire: the first one is acknowledged in advance. */
  #welcome(socket: Socket, sizeBytes: number): void {
    this.#connections++;
    socket.write(sizeBytes === 0 ? 'wa' : 'w');
    if (sizeBytes === 0) this.arrived.push(Buffer.alloc(0));
  }

  /** Keeps and acknowledges the files that are whole; returns what is left over. */
  #keepWhole(socket: Socket, held: Buffer, sizeBytes: number): Buffer<ArrayBuffer> {
    const whole = sizeBytes === 0 ? 0 : Math.floor(held.length / sizeBytes);
    for (let i = 0; i < whole; i++) {
      this.arrived.push(held.subarray(i * sizeBytes, (i + 1) * sizeBytes));
      socket.write('a');
    }
    return Buffer.from(held.subarray(whole * sizeBytes));
  }
}
