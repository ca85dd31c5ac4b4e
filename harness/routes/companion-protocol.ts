/** What the harness and its companion, the other end of a socket route, say to each other: one JSON object a line. */
import { z } from 'zod';
import { bounded } from '../core/bounded-schema.js';
import { wireErrorSchema } from '../measure/protocol.js';

const count = z.number().int().nonnegative();
const token = z.string().length(32);

/** An order about the connection that brought `token`. Answered by `begun`, then `done` or `failed`. */
const order = { id: count, token, timeoutMs: count };
const transfer = { ...order, sizeBytes: count };

/** Harness to companion. When its stdin ends, the companion leaves. */
export const orderSchema = z.discriminatedUnion('type', [
  /** Comes first, once: who may connect. When all have, the companion listens no more. */
  z.object({ type: z.literal('expect'), tokens: bounded.list(token).min(1) }),
  /** Receive `sizeBytes`, into `file` where one is named, and acknowledge with one byte. */
  z.object({ type: z.literal('drain'), ...transfer, file: bounded.path.nullable() }),
  /** Wait for one byte, then send `sizeBytes` of `source`. */
  z.object({ type: z.literal('feed'), ...transfer, source: bounded.path }),
  /** When a transfer is over: fail if more came than was asked for. */
  z.object({ type: z.literal('quiet'), ...order }),
]);
export type Order = z.infer<typeof orderSchema>;

/** Socket facts of the companion's end of a connection; null where Node made it, which does not tell. */
export const factsSchema = z
  .object({
    congestion: bounded.name.nullable(),
    sendBufferBytes: count,
    receiveBufferBytes: count,
  })
  .nullable();
export type Facts = z.infer<typeof factsSchema>;

export const addressSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('tcp'), host: z.literal('127.0.0.1'), port: count }),
  z.object({ kind: z.literal('unix'), path: bounded.path }),
]);

/** Companion to harness. `listening` comes first, unasked. */
export const answerSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('listening'),
    address: addressSchema,
    /** What moves the bytes: the addon, or JavaScript where it is not built. */
    moves: z.enum(['native', 'javascript']),
  }),
  z.object({ type: z.literal('begun'), id: count }),
  z.object({ type: z.literal('done'), id: count, facts: factsSchema }),
  z.object({ type: z.literal('failed'), id: count, error: wireErrorSchema }),
]);
export type Answer = z.infer<typeof answerSchema>;
