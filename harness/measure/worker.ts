/** The worker process: makes one copy per request with one strategy, and says what it cost. */
import { Console } from 'node:console';
import { createInterface } from 'node:readline';
import { loadStrategy } from '../../strategies/discover.js';
import type { Strategy } from '../../strategies/strategy.js';
import { Connections } from './connections.js';
import { copyAgain } from './copy-again.js';
import {
  decode,
  encode,
  PROTOCOL_VERSION,
  requestSchema,
  toWireError,
  type CopyOrder,
  type CopyReport,
  type Response,
} from './protocol.js';
import { takeSample, type SampledJob } from './sampler.js';

// stdout carries the protocol: whatever a strategy or a library prints must not land between its lines.
globalThis.console = new Console(process.stderr, process.stderr);

// A file size limit (RLIMIT_FSIZE) is then an EFBIG that can be told, instead of the end of this process.
process.on('SIGXFSZ', () => undefined);
// Ctrl-C is the harness's business: the copy in flight is finished and counted.
process.on('SIGINT', () => undefined);

/** `worker.js NAME [--again PATH BYTES]`: the last three make a slowdown of known size (copy-again.ts). */
const [, , name = '', again, againSource = '', againBytes = ''] = process.argv;
const strategy = await loadStrategy(name);
const connections = new Connections();
send({ type: 'ready', protocol: PROTOCOL_VERSION, strategy: strategy.name });
for await (const line of createInterface({ input: process.stdin }))
  send(await answer(strategy, line));
// An open stream would keep this process alive.
connections.close();

async function answer(measured: Strategy, line: string): Promise<Response> {
  const { id, type: _, eventLoop, ...order } = decode(requestSchema, line);
  try {
    return { type: 'sample', id, report: await sampleOf(measured, await jobOf(order), eventLoop) };
  } catch (error) {
    // Nobody knows how much of a failed copy is still on its way: the next one gets a new connection.
    connections.close();
    return { type: 'failure', id, error: toWireError(error) };
  }
}

function sampleOf(
  measured: Strategy,
  job: SampledJob,
  eventLoop: boolean | undefined,
): Promise<CopyReport> {
  if (again !== '--again') return takeSample(measured, job, eventLoop);
  return copyAgain(
    measured,
    job,
    { source: againSource, sizeBytes: Number(againBytes) },
    eventLoop,
  );
}

/** The job that an order asks for, with its connection open. */
async function jobOf(order: CopyOrder): Promise<SampledJob> {
  if (order.route === 'file-to-file') return order;
  const { endpoint, ...job } = order;
  const connection = await connections.to(endpoint);
  return job.route === 'file-to-socket' ? { ...job, connection } : { ...job, connection };
}

function send(message: Response): void {
  process.stdout.write(encode(message));
}
