/** Sends a body past Node's streams: the kernel moves it from the file to the response's own socket. */
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { finished } from 'node:stream/promises';
import { loadAddon } from '../../harness/binding/load.js';
import { HarnessError } from '../../harness/core/errors.js';
import type { Availability } from '../strategy.js';
import { closeFile, type SendBody } from './file-server.js';
import { descriptorOf } from './listen.js';

type Method = 'sendfile' | 'splice';

/** A client may take nothing for so long before its connection is given up. */
const STALL_MS = 30_000;

/** A `SendBody` that lets `method` do it. */
export function sendOnSocket(method: Method): SendBody {
  return async (body, response) => {
    try {
      const socket = await withHeaderSent(response);
      await sendNatively(method, body, response, socket);
    } finally {
      await closeFile(body.fd);
    }
    // Node has counted no body and does not mind: this ends its part of the message and frees the connection.
    response.end();
    await finished(response);
  };
}

/** Whether the addon is there and the platform has the call. */
export function sendOnSocketAvailable(): Promise<Availability> {
  const loaded = loadAddon();
  if (!loaded.ok) return Promise.resolve({ available: false, reason: loaded.reason });
  const { platform } = process;
  if (platform === 'linux') return Promise.resolve({ available: true });
  return Promise.resolve({ available: false, reason: `it needs Linux; this is ${platform}` });
}

/** The response's socket, once the header is with the kernel, so that nothing is left in Node to be written. */
async function withHeaderSent(response: ServerResponse): Promise<Socket> {
  response.flushHeaders();
  // A request that came behind another on its connection gets the socket when that one is answered.
  if (!response.socket) await Promise.race([once(response, 'socket'), once(response, 'close')]);
  const { socket } = response;
  if (!socket || socket.destroyed) throw gone();
  if (socket.writableLength > 0) {
    await new Promise<void>((resolve, reject) => {
      socket.write('', (error) => (error ? reject(error) : resolve()));
    });
  }
  return socket;
}

async function sendNatively(
  method: Method,
  { fd, start, length }: Parameters<SendBody>[0],
  response: ServerResponse,
  socket: Socket,
): Promise<void> {
  const loaded = loadAddon();
  if (!loaded.ok) throw new HarnessError('E_WORKER', loaded.reason);
  const descriptor = descriptorOf(socket);
  if (descriptor === undefined) throw gone();
  const sending = loaded.addon.sendToSocket(descriptor, fd, start, length, method, STALL_MS);
  // The addon writes to a descriptor of its own, which outlives this one.
  response.once('close', sending.cancel);
  try {
    await sending.done;
  } finally {
    response.off('close', sending.cancel);
  }
}

function gone(): HarnessError {
  return new HarnessError('E_WORKER', 'The client went away before its answer could be sent.');
}
