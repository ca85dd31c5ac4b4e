/** A connection of this process with itself, to try on a small scale what a socket route does. */
import { join } from 'node:path';
import type { Addon, NativeSocket } from '../../harness/binding/addon.js';
import type { Connection, SocketKind } from '../strategy.js';

/** How long a trial may take. */
const TRIAL_MS = 5000;

export interface Loopback {
  addon: Addon;
  socket: SocketKind;
  /** Folder for the name of a unix socket; whoever made it removes it. */
  folder: string;
  sizeBytes: number;
}

/**
 * Has `send` fill one end while the other is drained into `file`.
 *
 * @throws what `send` throws
 */
export function drainedLoopback(
  { addon, sizeBytes, ...place }: Loopback,
  file: string,
  send: (connection: Connection) => Promise<unknown>,
): Promise<void> {
  return withEnds({ addon, ...place }, send, (far) =>
    addon.drainSocket(far.fd, sizeBytes, file, TRIAL_MS),
  );
}

/**
 * Has `receive` take from one end what the other is fed with from `file`.
 *
 * @throws what `receive` throws
 */
export function fedLoopback(
  { addon, sizeBytes, ...place }: Loopback,
  file: string,
  receive: (connection: Connection) => Promise<unknown>,
): Promise<void> {
  return withEnds({ addon, ...place }, receive, (far) =>
    addon.feedSocket(far.fd, file, sizeBytes, TRIAL_MS),
  );
}

async function withEnds(
  { addon, socket, folder }: Omit<Loopback, 'sizeBytes'>,
  near: (connection: Connection) => Promise<unknown>,
  far: (end: NativeSocket) => Promise<void>,
): Promise<void> {
  const listener = await addon.listenSocket(
    socket === 'tcp' ? { kind: 'tcp' } : { kind: 'unix', path: join(folder, 'socket') },
  );
  try {
    const nearEnd = await addon.connectSocket(listener.address);
    const farEnd = await addon.acceptSocket(listener.fd, TRIAL_MS);
    const answered = Promise.allSettled([far(farEnd)]);
    try {
      await near({ fd: nearEnd.fd, stream: noStream });
    } finally {
      // The far end gives up when its partner is gone, and must not lose its descriptor while it still works.
      addon.closeDescriptor(nearEnd.fd);
      await answered;
      addon.closeDescriptor(farEnd.fd);
    }
  } finally {
    addon.closeDescriptor(listener.fd);
  }
}

function noStream(): never {
  throw new Error('A trial connection has no stream.');
}
