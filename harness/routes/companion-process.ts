/** The companion: the other end of a socket route, in a process of its own. Arguments: `tcp`, or `unix` and a path. */
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { loadAddon } from '../binding/load.js';
import { HarnessError } from '../core/errors.js';
import { decode, encode, toWireError } from '../measure/protocol.js';
import { orderSchema, type Answer, type Order } from './companion-protocol.js';
import type { Door, ListenAt, Visitor } from './door.js';
import { openNativeDoor } from './native-door.js';
import { openStreamDoor } from './stream-door.js';
import { TokenGate } from './token-gate.js';

type Transfer = Exclude<Order, { type: 'expect' }>;

// Ctrl-C is the harness's business: the copy in flight is finished and counted.
process.on('SIGINT', () => undefined);

const [kind, path = ''] = process.argv.slice(2);
const at: ListenAt = kind === 'unix' ? { kind, path } : { kind: 'tcp' };
const door = await openDoor(at);
let gate: TokenGate | undefined;
say({ type: 'listening', address: door.address, moves: door.moves });
for await (const line of createInterface({ input: process.stdin })) {
  const order = decode(orderSchema, line);
  if (order.type === 'expect') open(order.tokens);
  else void transfer(order);
}
if (at.kind === 'unix') rmSync(at.path, { force: true });
// Transfers that were given up may still hold a thread; nothing of theirs is worth waiting for.
process.exit();

function openDoor(where: ListenAt): Promise<Door> {
  const loaded = loadAddon();
  return loaded.ok ? openNativeDoor(loaded.addon, where) : openStreamDoor(where);
}

function open(tokens: readonly string[]): void {
  gate = new TokenGate(door, tokens);
  void gate.admit();
}

async function transfer(order: Transfer): Promise<void> {
  const { id } = order;
  say({ type: 'begun', id });
  try {
    say({ type: 'done', id, facts: await move(order) });
  } catch (error) {
    say({ type: 'failed', id, error: toWireError(error) });
  }
}

/** Moves the bytes; a connection on which that failed is closed, so that its other end learns of it. */
async function move(order: Transfer) {
  const { token, timeoutMs } = order;
  if (!gate) throw new Error('Nobody was announced yet.');
  const visitor = await gate.visitor(token, timeoutMs);
  try {
    if (order.type === 'drain') await visitor.drain(order.sizeBytes, order.file, timeoutMs);
    else if (order.type === 'feed') await visitor.feed(order.source, order.sizeBytes, timeoutMs);
    else await requireQuiet(visitor);
  } catch (error) {
    // First the reason, then the end: whoever hears both hears the reason first.
    setImmediate(() => visitor.close());
    throw error;
  }
  return visitor.facts;
}

/** Bytes beyond the last one would be taken for the first ones of the next copy. */
async function requireQuiet(visitor: Visitor): Promise<void> {
  if (!(await visitor.hasMore())) return;
  throw new HarnessError('E_WRONG_BYTES', 'The worker sent more bytes than it was asked for.');
}

function say(answer: Answer): void {
  process.stdout.write(encode(answer));
}
