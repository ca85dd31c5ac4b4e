/** What the tests of sockets share: connected pairs that are closed afterwards. */
import { randomUUID } from 'node:crypto';
import { afterEach } from 'vitest';
import type { Addon, NativeSocket, SocketAddress } from '../../harness/binding/addon.js';

export const KINDS = ['tcp', 'unix'] as const;
export type Kind = (typeof KINDS)[number];

/** Copiers that serve a file to a socket, and those that receive one. */
export const SENDING = ['read-write', 'splice', 'sendfile', 'mmap-write', 'msg-zerocopy'] as const;
export const RECEIVING = ['read-write', 'splice'] as const;

/** Every sending copier on every kind of socket that it can send to. */
export const SENDERS: [(typeof SENDING)[number], Kind][] = KINDS.flatMap((kind) =>
  SENDING.filter((copier) => kind === 'tcp' || copier !== 'msg-zerocopy').map(
    (copier): [(typeof SENDING)[number], Kind] => [copier, kind],
  ),
);

export const RECEIVERS: [(typeof RECEIVING)[number], Kind][] = KINDS.flatMap((kind) =>
  RECEIVING.map((copier): [(typeof RECEIVING)[number], Kind] => [copier, kind]),
);

/** Both ends of a connection. The copier works on `near`. */
export interface Pair {
  near: NativeSocket;
  far: NativeSocket;
  address: SocketAddress;
  /** Closes the far end, as a peer does that dies. */
  hangUp: () => void;
  /** Closes the near end, unless the test takes that over itself. */
  closeNear: () => void;
  keepNear: () => void;
}

/** Makes connections that are closed after each test; unix sockets live in the folder. */
export function connections(
  addon: Addon,
  path: (name: string) => string,
): (kind: Kind) => Promise<Pair> {
  const open = new Set<number>();
  const close = (fd: number): void => {
    if (open.delete(fd)) addon.closeDescriptor(fd);
  };
  afterEach(() => open.forEach(close));

  return async (kind) => {
    const listener = await addon.listenSocket(
      kind === 'tcp' ? { kind } : { kind, path: path(randomUUID().slice(0, 8)) },
    );
    const [near, far] = await Promise.all([
      addon.connectSocket(listener.address),
      addon.acceptSocket(listener.fd, 5000),
    ]);
    addon.closeDescriptor(listener.fd);
    for (const { fd } of [near, far]) open.add(fd);
    return {
      near,
      far,
      address: listener.address,
      hangUp: () => close(far.fd),
      closeNear: () => close(near.fd),
      keepNear: () => open.delete(near.fd),
    };
  };
}
