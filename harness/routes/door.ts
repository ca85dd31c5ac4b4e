/** A listening socket and the connections that come through it, natively or by Node. */
import type { SocketAddress } from '../binding/addon.js';
import type { Facts } from './companion-protocol.js';

/** Where to listen: loopback on a port that the kernel picks, or a path. */
export type ListenAt = { kind: 'tcp' } | { kind: 'unix'; path: string };

export interface Door {
  readonly address: SocketAddress;
  readonly moves: 'native' | 'javascript';
  /** The next connection, or undefined when none came within `timeoutMs`. */
  next(timeoutMs: number): Promise<Visitor | undefined>;
  /** Listens no more; connections stay. */
  close(): void;
}

/** The companion's end of a connection. */
export interface Visitor {
  readonly facts: Facts;
  /** Exactly `bytes` bytes, for a token. */
  read(bytes: number, timeoutMs: number): Promise<Buffer>;
  /** Writes the one byte that tells a visitor it may stay. */
  welcome(): void;
  /** Receives `bytes`, into a new file where one is named, and acknowledges them with one byte. */
  drain(bytes: number, file: string | null, timeoutMs: number): Promise<void>;
  /** Waits for one byte, then sends `bytes` of `source`. */
  feed(source: string, bytes: number, timeoutMs: number): Promise<void>;
  /** Whether bytes wait that nobody asked for, once everybody has done what they had to. */
  hasMore(): Promise<boolean>;
  close(): void;
}
