/** An HTTP/1.1 server of a few files, as small as a correct one can be; only how it sends a body differs. */
import { close, fstat, open, type Stats } from 'node:fs';
import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
import { promisify } from 'node:util';
import { hasCode } from '../../harness/core/errors.js';
import type { RunningServer, ServeJob } from '../strategy.js';
import { listenOnLoopback } from './listen.js';
import { rangeOf } from './range.js';

/** Bytes of an open file that are to be sent. */
export interface Body {
  /** Open for reading. */
  fd: number;
  start: number;
  /** At least 1. */
  length: number;
  /** Size of the whole file. */
  sizeBytes: number;
}

/**
 * Sends a body after the header, which has been written to `response` but not flushed, and ends the response.
 * It takes over `body.fd` and has closed it when it settles. Rejects when not every byte could be sent.
 */
export type SendBody = (body: Body, response: ServerResponse) => Promise<void>;

const openFile = promisify(open);
const statFile = promisify(fstat);
/** Closes a descriptor. */
export const closeFile = promisify(close);

/** Starts a server on a loopback port that the kernel picks. */
export async function startFileServer(
  { files, token }: ServeJob,
  send: SendBody,
): Promise<RunningServer> {
  // Only whole paths are looked up, as they came: there is no path to walk out of.
  const paths = new Map(files.map(({ id, path }) => [`/${token}/${id}`, path]));
  const server = createServer((request, response) => {
    answer(request, response, { paths, send }).catch((error: unknown) => fail(response, error));
  });
  const { port, congestion } = await listenOnLoopback(server);
  return { port, congestion, processes: [], close: () => closeServer(server) };
}

interface Serving {
  paths: ReadonlyMap<string, string>;
  send: SendBody;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { paths, send }: Serving,
): Promise<void> {
  const path = paths.get(pathOf(request.url ?? ''));
  if (path === undefined) return refuse(response, 404);
  const { method } = request;
  if (method !== 'GET' && method !== 'HEAD') return refuse(response, 405, { Allow: 'GET, HEAD' });
  const fd = await openFile(path, 'r');
  let body: Body | undefined;
  try {
    body = begin(request, response, fd, await statFile(fd));
  } finally {
    if (!body) await closeFile(fd);
  }
  if (body) await send(body, response);
  else response.end();
}

/** Writes the header. Returns what is to follow it, or undefined. */
function begin(
  { method, headers }: IncomingMessage,
  response: ServerResponse,
  fd: number,
  { size }: Stats,
): Body | undefined {
  // A condition on a validator that was never given out is not met, and makes the range void (RFC 9110, 13.1.5).
  const isRanged = method === 'GET' && headers['if-range'] === undefined;
  const range = rangeOf(isRanged ? headers.range : undefined, size);
  if (range.kind === 'unsatisfiable') {
    response.writeHead(416, { 'Content-Range': `bytes */${size}`, 'Content-Length': 0 });
    return undefined;
  }
  const { start, length } = range.kind === 'part' ? range : { start: 0, length: size };
  const common = {
    'Content-Type': 'application/octet-stream',
    'Content-Length': length,
    'Accept-Ranges': 'bytes',
  };
  if (range.kind === 'part') {
    const last = start + length - 1;
    response.writeHead(206, { ...common, 'Content-Range': `bytes ${start}-${last}/${size}` });
  } else {
    response.writeHead(200, common);
  }
  if (method === 'HEAD' || length === 0) return undefined;
  return { fd, start, length, sizeBytes: size };
}

/** The path of a request target, in origin form or in absolute form (RFC 9112, section 3.2), without its query. */
function pathOf(target: string): string {
  const path = target.startsWith('/') ? target : target.replace(/^https?:\/\/[^/]*/i, '');
  return path.split('?', 1)[0] ?? '';
}

function refuse(
  response: ServerResponse,
  status: 404 | 405 | 500,
  headers: OutgoingHttpHeaders = {},
): void {
  response.writeHead(status, { ...headers, 'Content-Length': 0 }).end();
}

/** A client that went away needs no answer; one that was promised bytes can only be told by a broken connection. */
function fail(response: ServerResponse, error: unknown): void {
  if (response.destroyed || response.headersSent) response.destroy();
  else refuse(response, hasCode(error, 'ENOENT') ? 404 : 500);
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
