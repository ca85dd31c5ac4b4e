/** A server of the route `http`: a strategy in a process of its own, and what serving costs it. Argument: its name. */
import { Console } from 'node:console';
import { createInterface } from 'node:readline';
import { loadStrategy } from '../../../strategies/discover.js';
import type { RunningServer } from '../../../strategies/strategy.js';
import { HarnessError } from '../../core/errors.js';
import { decode, encode, toWireError } from '../../measure/protocol.js';
import { serverOrderSchema, type ServerAnswer, type ServerOrder } from './messages.js';
import { ServerWatch } from './server-watch.js';

// stdout carries answers: whatever a strategy or a library prints must not land between them.
globalThis.console = new Console(process.stderr, process.stderr);

// Ctrl-C is the harness's business: the load under way is finished and counted.
process.on('SIGINT', () => undefined);

const strategy = await loadStrategy(process.argv[2] ?? '');
let server: RunningServer | undefined;
let watch: ServerWatch | undefined;
for await (const line of createInterface({ input: process.stdin })) {
  try {
    say(await obey(decode(serverOrderSchema, line)));
  } catch (error) {
    say({ type: 'failed', error: toWireError(error) });
  }
}
await server?.close();
process.exit();

async function obey(order: ServerOrder): Promise<ServerAnswer> {
  if (order.type === 'serve') return serve(order);
  if (!watch) throw new HarnessError('E_PROTOCOL', 'Nothing is served yet.');
  if (order.type === 'end') return { type: 'cost', ...watch.end() };
  globalThis.gc?.();
  watch.begin();
  return { type: 'begun' };
}

async function serve(job: Extract<ServerOrder, { type: 'serve' }>): Promise<ServerAnswer> {
  server = await strategy.serve?.(job);
  if (!server) throw new HarnessError('E_WORKER', `${strategy.name} is no server.`);
  const { port, congestion, processes } = server;
  watch = new ServerWatch(processes);
  return { type: 'serving', port, congestion };
}

function say(message: ServerAnswer): void {
  process.stdout.write(encode(message));
}
