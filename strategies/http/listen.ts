/** Listening on loopback: a port that the kernel picks, and connections that no pacer slows down. */
import type { Server } from 'node:net';
import { loadAddon } from '../../harness/binding/load.js';
import { HarnessError } from '../../harness/core/errors.js';

/** Not a pacing one such as bbr, which would be what is measured on loopback. */
const CONGESTION = 'cubic';

export interface Listening {
  port: number;
  /** The listening descriptor; it stays the server's. Undefined where Node does not tell. */
  fd: number | undefined;
  /** What accepted connections use; null where it cannot be told. */
  congestion: string | null;
}

/** Makes `server` listen on 127.0.0.1. Accepted connections inherit the congestion control (tcp(7)). */
export async function listenOnLoopback(server: Server): Promise<Listening> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0, backlog: 64 }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new HarnessError('E_WORKER', `The server listens on ${String(address)}, not on a port.`);
  }
  const fd = descriptorOf(server);
  return { port: address.port, fd, congestion: useCubic(fd) };
}

/**
 * The descriptor below a server or a socket of Node. `_handle` is no public interface, and the only way there is.
 *
 * @returns undefined when it is closed, or where the platform has none
 */
export function descriptorOf(owner: object): number | undefined {
  const handle: unknown = Reflect.get(owner, '_handle');
  if (typeof handle !== 'object' || handle === null) return undefined;
  const fd: unknown = Reflect.get(handle, 'fd');
  return typeof fd === 'number' && fd >= 0 ? fd : undefined;
}

function useCubic(fd: number | undefined): string | null {
  const loaded = loadAddon();
  if (!loaded.ok || fd === undefined) return null;
  return loaded.addon.askCongestion(fd, CONGESTION);
}
