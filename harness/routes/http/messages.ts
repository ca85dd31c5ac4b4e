/** What the harness says to the two processes of the route `http`, and what they say: one JSON object a line. */
import { z } from 'zod';
import { bounded } from '../../core/bounded-schema.js';
import { copyReportSchema, wireErrorSchema } from '../../measure/protocol.js';

const count = z.number().int().nonnegative();

/** To the server. When its stdin ends, it ends the server and leaves. */
export const serverOrderSchema = z.discriminatedUnion('type', [
  /** Comes first, once. */
  z.object({
    type: z.literal('serve'),
    files: bounded.list(z.object({ id: bounded.name, path: bounded.path })),
    token: bounded.name,
    directory: bounded.path,
  }),
  /** A load is about to begin. */
  z.object({ type: z.literal('begin') }),
  /** The load is over: what did it cost? */
  z.object({ type: z.literal('end') }),
]);
export type ServerOrder = z.infer<typeof serverOrderSchema>;

/** Delays of the event loop beyond the step of the timer that measures them. */
export const loopDelaySchema = z.object({ p50Ns: count, p99Ns: count, maxNs: count });
export type LoopDelay = z.infer<typeof loopDelaySchema>;

export const serverAnswerSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('serving'),
    port: count,
    congestion: bounded.name.nullable(),
  }),
  z.object({ type: z.literal('begun') }),
  z.object({
    type: z.literal('cost'),
    usage: copyReportSchema.shape.usage,
    /** Null where another program serves. */
    loopDelay: loopDelaySchema.nullable(),
  }),
  z.object({ type: z.literal('failed'), error: wireErrorSchema }),
]);
export type ServerAnswer = z.infer<typeof serverAnswerSchema>;

/** So many GETs of one file over so many connections, which are made and greeted before the clock starts. */
export const loadSchema = z.object({
  port: count,
  path: bounded.path,
  sizeBytes: count,
  requests: count,
  connections: count,
  /** Digest every body; for rounds that are not timed. */
  digest: z.boolean(),
});
export type Load = z.infer<typeof loadSchema>;

export const loadResultSchema = z.object({
  elapsedNs: count,
  latencyP50Ns: count,
  /** Null with fewer than 300 requests: the hundredth part of less says nothing. */
  latencyP99Ns: count.nullable(),
  /** SHA-256 of the bodies, each different one once; empty where none was asked for. */
  digests: bounded.list(bounded.name),
});
export type LoadResult = z.infer<typeof loadResultSchema>;

export const clientAnswerSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('done'), result: loadResultSchema }),
  z.object({ type: z.literal('failed'), error: wireErrorSchema }),
]);
export type ClientAnswer = z.infer<typeof clientAnswerSchema>;
