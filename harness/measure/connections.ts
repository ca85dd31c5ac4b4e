/** A worker's end of a socket route: opened at the first request that names it and kept for the later ones. */
import { readSync, writeSync } from 'node:fs';
import { createConnection, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Connection } from '../../strategies/strategy.js';
import type { Addon, SocketAddress } from '../binding/addon.js';
import { loadAddon } from '../binding/load.js';
import { HarnessError } from '../core/errors.js';
import { readBytes } from '../core/stream-bytes.js';
import { within } from './deadline.js';
import type { Endpoint } from './protocol.js';

/** A connection as the sampler uses it: what the two ends say to each other besides the bytes. */
export interface OpenConnection extends Connection {
  /** Of this end, over TCP; null where it cannot be told. */
  readonly congestion: string | null;
  /** Says to the other side: go. */
  go(): void;
  /** Waits for its one byte: it has everything. */
  acknowledged(): Promise<void>;
  close(): void;
}

/** How long the other side may take to welcome. */
const WELCOME_MS = 10_000;
const GO = Buffer.from([1]);

/** The one connection of a worker; another endpoint takes the place of the one before. */
export class Connections {
  readonly #addon: Addon | undefined;
  #endpoint = '';
  #connection: OpenConnection | undefined;

  /** @param addon null: as if it were not built, so that connections have no descriptor */
  constructor(addon: Addon | null | undefined = loadedAddon()) {
    this.#addon = addon ?? undefined;
  }

  /** The connection to `endpoint`, opened and welcomed. */
  async to(endpoint: Endpoint): Promise<OpenConnection> {
    const key = JSON.stringify(endpoint);
    if (this.#connection && key === this.#endpoint) return this.#connection;
    this.close();
    this.#connection = this.#addon
      ? await connectNatively(this.#addon, endpoint)
      : await connectWithNode(endpoint);
    this.#endpoint = key;
    return this.#connection;
  }

  close(): void {
    this.#connection?.close();
    this.#connection = undefined;
  }
}

function loadedAddon(): Addon | undefined {
  const loaded = loadAddon();
  return loaded.ok ? loaded.addon : undefined;
}

async function connectNatively(addon: Addon, endpoint: Endpoint): Promise<OpenConnection> {
  const { fd, congestion } = await addon.connectSocket(addressOf(endpoint));
  try {
    writeSync(fd, endpoint.token);
    await addon.readExactly(fd, 1, WELCOME_MS);
  } catch (error) {
    addon.closeDescriptor(fd);
    throw error;
  }
  return new DescriptorConnection(fd, congestion, addon);
}

/** Blocking reads and writes until somebody asks for the stream, and the stream from then on. */
class DescriptorConnection implements OpenConnection {
  readonly #fd: number;
  readonly #addon: Addon;
  readonly congestion: string | null;
  #stream: Socket | undefined;

  constructor(fd: number, congestion: string | null, addon: Addon) {
    this.#fd = fd;
    this.congestion = congestion;
    this.#addon = addon;
  }

  get fd(): number {
    if (!this.#stream) return this.#fd;
    throw new HarnessError(
      'E_CONNECTION',
      'This connection is a stream already, and a stream does not block. Use one of the two.',
    );
  }

  stream(): Duplex {
    this.#stream ??= quiet(new Socket({ fd: this.#fd, readable: true, writable: true }));
    return this.#stream;
  }

  go(): void {
    if (this.#stream) this.#stream.write(GO);
    else writeSync(this.#fd, GO);
  }

  async acknowledged(): Promise<void> {
    if (this.#stream) await readBytes(this.#stream, 1);
    else if (readSync(this.#fd, Buffer.alloc(1)) === 0) throw closedEarly();
  }

  close(): void {
    if (this.#stream) this.#stream.destroy();
    else this.#addon.closeDescriptor(this.#fd);
  }
}

async function connectWithNode(endpoint: Endpoint): Promise<OpenConnection> {
  const address = addressOf(endpoint);
  const stream = quiet(createConnection(address.kind === 'tcp' ? address : { path: address.path }));
  // The receiver is JavaScript as well then, and cannot hurry the acknowledgement that Nagle's algorithm waits for.
  stream.setNoDelay(true);
  stream.write(endpoint.token);
  try {
    await within(
      readBytes(stream, 1),
      WELCOME_MS,
      () => new HarnessError('E_CONNECTION', 'The other side did not welcome this connection.'),
    );
  } catch (error) {
    stream.destroy();
    throw error;
  }
  return {
    get fd(): number {
      throw new HarnessError(
        'E_CONNECTION',
        'A connection made by Node has no blocking descriptor: build the addon, or use its stream.',
      );
    },
    congestion: null,
    stream: () => stream,
    go: () => void stream.write(GO),
    acknowledged: async () => void (await readBytes(stream, 1)),
    close: () => void stream.destroy(),
  };
}

/** Errors are told to whoever reads or writes; between two copies nobody does, and that must not end a process. */
function quiet(stream: Socket): Socket {
  return stream.on('error', () => undefined);
}

function addressOf(endpoint: Endpoint): SocketAddress {
  return endpoint.kind === 'tcp'
    ? { kind: 'tcp', host: endpoint.host, port: endpoint.port }
    : { kind: 'unix', path: endpoint.path };
}

function closedEarly(): HarnessError {
  return new HarnessError(
    'E_CONNECTION',
    'The receiver closed the connection before it had acknowledged the last byte.',
  );
}
