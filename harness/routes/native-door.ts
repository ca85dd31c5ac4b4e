/** A door whose connections are drained and fed by the addon, outside of JavaScript. */
import { writeSync } from 'node:fs';
import type { Addon, NativeSocket } from '../binding/addon.js';
import { hasCode } from '../core/errors.js';
import type { Door, ListenAt, Visitor } from './door.js';

const WELCOME = Buffer.from([1]);

/** @throws Node-shaped system error when nothing can listen there */
export async function openNativeDoor(addon: Addon, at: ListenAt): Promise<Door> {
  const { fd, address } = await addon.listenSocket(at);
  return {
    address,
    moves: 'native',
    async next(timeoutMs) {
      try {
        return visitor(addon, await addon.acceptSocket(fd, timeoutMs));
      } catch (error) {
        if (hasCode(error, 'ETIMEDOUT')) return undefined;
        throw error;
      }
    },
    close: () => addon.closeDescriptor(fd),
  };
}

function visitor(addon: Addon, { fd, ...facts }: NativeSocket): Visitor {
  return {
    facts,
    read: (bytes, timeoutMs) => addon.readExactly(fd, bytes, timeoutMs),
    welcome: () => void writeSync(fd, WELCOME),
    drain: (bytes, file, timeoutMs) => addon.drainSocket(fd, bytes, file, timeoutMs),
    feed: (source, bytes, timeoutMs) => addon.feedSocket(fd, source, bytes, timeoutMs),
    hasMore: () => hasMore(addon, fd),
    close: () => addon.closeDescriptor(fd),
  };
}

/** Reads with no patience: what has come is there already. A visitor who left is told of at the next transfer. */
async function hasMore(addon: Addon, fd: number): Promise<boolean> {
  try {
    await addon.readExactly(fd, 1, 0);
    return true;
  } catch (error) {
    if (hasCode(error, 'ETIMEDOUT') || hasCode(error, 'ECONNRESET')) return false;
    throw error;
  }
}
