/** A client's load on a server: Node's own HTTP client over connections that are kept alive. */
import { createHash, type Hash } from 'node:crypto';
import { Agent, get, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { HarnessError } from '../../core/errors.js';
import { quantile } from '../../statistics/quantile.js';
import type { Load, LoadResult } from './messages.js';

/** Fewer requests than this have no 99th percentile. */
export const ENOUGH_FOR_P99 = 300;
/** The first, untimed answer on each connection: opens the windows at both ends. */
const GREETING_BYTES = 1e6;

interface Expected {
  status: number;
  bytes: number;
}

/**
 * Puts `load` on a server and checks every answer: its status, its length, that its connection was kept.
 *
 * @throws HarnessError `E_SHORT_COPY` when an answer is wrong; Node's error when a connection broke
 */
export async function runLoad(load: Load): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: load.connections });
  try {
    await greet(load, agent);
    globalThis.gc?.();
    return await ask(load, agent);
  } finally {
    agent.destroy();
  }
}

/** One request on each connection, all at the same time, so that each gets one of its own. */
async function greet(load: Load, agent: Agent): Promise<void> {
  const bytes = Math.min(load.sizeBytes, GREETING_BYTES);
  const greetings = Array.from({ length: load.connections }, () =>
    fetchOne(load, agent, { status: 206, bytes }, { range: `bytes=0-${bytes - 1}` }),
  );
  await Promise.all(greetings);
}

async function ask(load: Load, agent: Agent): Promise<LoadResult> {
  const { requests, connections, sizeBytes } = load;
  const latencies: number[] = [];
  const digests = new Set<string>();
  let begun = 0;
  const lane = async (): Promise<void> => {
    while (begun < requests) {
      begun++;
      const askedNs = process.hrtime.bigint();
      const fetched = await fetchOne(load, agent, { status: 200, bytes: sizeBytes });
      latencies.push(Number(process.hrtime.bigint() - askedNs));
      if (fetched.digest !== undefined) digests.add(fetched.digest);
      if (!fetched.kept) throw wrong(load, 'came on a new connection: the old one was not kept');
    }
  };
  const startedNs = process.hrtime.bigint();
  await Promise.all(Array.from({ length: connections }, lane));
  const elapsedNs = Number(process.hrtime.bigint() - startedNs);
  const enough = latencies.length >= ENOUGH_FOR_P99;
  return {
    elapsedNs,
    latencyP50Ns: Math.round(quantile(latencies, 0.5)),
    latencyP99Ns: enough ? Math.round(quantile(latencies, 0.99)) : null,
    digests: [...digests],
  };
}

interface Fetched {
  kept: boolean;
  digest: string | undefined;
}

function fetchOne(
  load: Load,
  agent: Agent,
  expected: Expected,
  headers: OutgoingHttpHeaders = {},
): Promise<Fetched> {
  const { port, path } = load;
  return new Promise((resolve, reject) => {
    const request = get({ host: '127.0.0.1', port, path, agent, headers }, (response) => {
      const hash = load.digest ? createHash('sha256') : undefined;
      receive(response, expected, hash).then(
        () => resolve({ kept: request.reusedSocket, digest: hash?.digest('hex') }),
        (reason: string) => reject(wrong(load, reason)),
      );
    });
    request.once('error', reject);
  });
}

/** Takes all of a response; rejects with words on what is wrong with it. */
function receive(
  response: IncomingMessage,
  { status, bytes }: Expected,
  hash: Hash | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let received = 0;
    response.on('data', (chunk: Buffer) => {
      received += chunk.length;
      hash?.update(chunk);
    });
    response.once('error', () => reject(`broke off after ${received} of ${bytes} bytes`));
    response.once('end', () => {
      const { statusCode, headers } = response;
      if (statusCode !== status) reject(`had status ${statusCode} instead of ${status}`);
      else if (headers['content-length'] !== String(bytes))
        reject(`announced ${headers['content-length']} bytes instead of ${bytes}`);
      else if (received !== bytes) reject(`had ${received} bytes instead of ${bytes}`);
      else resolve();
    });
  });
}

function wrong({ path }: Load, reason: string): HarnessError {
  const id = path.slice(path.lastIndexOf('/') + 1);
  return new HarnessError('E_SHORT_COPY', `An answer to GET ${id} ${reason}.`);
}
