/** The worker protocol: one JSON object a line over stdin and stdout, checked on both sides. docs/protocol.md. */
import { z } from 'zod';
import { usageSchema } from '../binding/usage-schema.js';
import { bounded } from '../core/bounded-schema.js';
import { parseBounded } from '../core/bounded.js';
import { digestSchema } from '../core/digests.js';
import { HarnessError } from '../core/errors.js';
import { fitted } from '../core/fitted.js';
import { whyRefused } from '../core/refusal.js';

/** Raised when a message changes its meaning. A worker of another version is refused at its first line. */
export const PROTOCOL_VERSION = 2;

const count = z.number().int().nonnegative();

/**
 * The other end of a socket route. A worker connects when it first sees an endpoint, writes the 32 bytes of
 * `token`, reads one byte of welcome, and keeps the connection for later requests; none of that is timed.
 */
export const endpointSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('tcp'),
    host: z.literal('127.0.0.1'),
    port: count,
    token: z.string().length(32),
  }),
  z.object({ kind: z.literal('unix'), path: bounded.path, token: z.string().length(32) }),
]);
export type Endpoint = z.infer<typeof endpointSchema>;

const common = {
  type: z.literal('copy'),
  id: count,
  sizeBytes: count,
  /** `false`: do not watch the event loop meanwhile, which takes 7 ms around the copy. */
  eventLoop: z.boolean().optional(),
};

/** Harness to worker: make one copy. The worker answers with one `sample` or one `failure` of the same id. */
export const requestSchema = z.discriminatedUnion('route', [
  z.object({
    ...common,
    route: z.literal('file-to-file'),
    source: bounded.path,
    destination: bounded.path,
    /** The destination is there and is written into. Asked only of strategies that say they can. */
    existing: z.boolean().optional(),
  }),
  z.object({
    ...common,
    route: z.literal('file-to-socket'),
    source: bounded.path,
    endpoint: endpointSchema,
  }),
  z.object({
    ...common,
    route: z.literal('socket-to-file'),
    endpoint: endpointSchema,
    destination: bounded.path,
  }),
]);
export type CopyRequest = z.infer<typeof requestSchema>;

type Without<R, K extends string> = R extends unknown ? Omit<R, K> : never;
/** What is asked for in a request. */
export type CopyOrder = Without<CopyRequest, 'type' | 'id' | 'eventLoop'>;
/** What is asked for in every request of a worker. */
export type Watching = Pick<CopyRequest, 'eventLoop'>;

/** What a worker tells of one copy. */
export const copyReportSchema = z.object({
  elapsedNs: count,
  /** file-to-socket: until the sender had handed its last byte to the kernel; null elsewhere and where unknown. */
  sentNs: count.nullable(),
  roundTripNs: count,
  usage: usageSchema.nullable(),
  systemCalls: count.nullable(),
  eventLoopDelayMaxNs: count.nullable(),
  /** TCP: congestion control of the worker's end of its connection; null or absent where it cannot be told. */
  congestion: bounded.name.nullable().optional(),
  /** What a strategy that checks what it copies computed of the bytes; absent from all others. */
  digest: digestSchema.optional(),
  /** What the strategy itself doubts of this figure. `zerocopy-copied`: the kernel copied after all. */
  doubts: bounded.list(z.enum(['zerocopy-copied'])).optional(),
});
export type CopyReport = z.infer<typeof copyReportSchema>;

/** An error as it crosses the line; system errors keep Node's fields. */
export const wireErrorSchema = z.object({
  name: bounded.name,
  message: bounded.text,
  code: bounded.name.optional(),
  errno: z.number().int().optional(),
  syscall: bounded.name.optional(),
  path: bounded.path.optional(),
  dest: bounded.path.optional(),
});
export type WireError = z.infer<typeof wireErrorSchema>;

/** Worker to harness. `ready` comes first, unasked. */
export const responseSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('ready'),
    protocol: z.literal(PROTOCOL_VERSION),
    strategy: bounded.name,
    /** A peer's own words about itself: language version and the system call it uses, where it can tell. */
    version: bounded.text.optional(),
  }),
  z.object({ type: z.literal('sample'), id: count, report: copyReportSchema }),
  z.object({ type: z.literal('failure'), id: count, error: wireErrorSchema }),
]);
export type Response = z.infer<typeof responseSchema>;

/** One message as one line. */
export function encode(message: object): string {
  return `${JSON.stringify(message)}\n`;
}

/**
 * Reads one line as a message of `schema`.
 *
 * @throws HarnessError `E_PROTOCOL` with the line, when it is no such message
 */
export function decode<T>(schema: z.ZodType<T>, line: string): T {
  const shown = line.length > 200 ? `${line.slice(0, 200)}...` : line;
  let value: unknown;
  try {
    value = parseBounded(line);
  } catch (cause) {
    throw new HarnessError('E_PROTOCOL', `This line is not JSON: ${shown}`, { cause });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new HarnessError(
    'E_PROTOCOL',
    `This line is no message of the worker protocol, version ${PROTOCOL_VERSION}: ${shown}\n` +
      whyRefused(parsed.error),
  );
}

/** An error as plain data; what is too long for the line is cut. */
export function toWireError(error: unknown): WireError {
  if (!(error instanceof Error))
    return fitted(wireErrorSchema, { name: 'Error', message: String(error) });
  const { name, message } = error;
  const fields = { name, message, ...Object.fromEntries(Object.entries(error)) };
  try {
    return fitted(wireErrorSchema, fields);
  } catch {
    // Fields of those names that are not what system errors have there.
    return fitted(wireErrorSchema, { name, message });
  }
}

/** The error again, with its fields, on the other side. */
export function fromWireError({ message, ...fields }: WireError): Error {
  return Object.assign(new Error(message), fields);
}
