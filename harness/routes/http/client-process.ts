/** The client of the route `http`, in a process of its own: the same one for every server of a scenario. */
import { createInterface } from 'node:readline';
import { decode, encode, toWireError } from '../../measure/protocol.js';
import { loadSchema, type ClientAnswer } from './messages.js';
import { runLoad } from './run-load.js';

// Ctrl-C is the harness's business: the load under way is finished and counted.
process.on('SIGINT', () => undefined);

for await (const line of createInterface({ input: process.stdin })) {
  say(await answer(line));
}
process.exit();

async function answer(line: string): Promise<ClientAnswer> {
  try {
    return { type: 'done', result: await runLoad(decode(loadSchema, line)) };
  } catch (error) {
    return { type: 'failed', error: toWireError(error) };
  }
}

function say(message: ClientAnswer): void {
  process.stdout.write(encode(message));
}
