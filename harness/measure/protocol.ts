/** The worker protocol: one JSON object a line over stdin and stdout, checked on both sides. docs/protocol.md. */
import { z } from 'zod';
import { HarnessError } from '../core/errors.js';

/** Raised when a message changes its meaning. A worker of another version is refused at its first line. */
export const PROTOCOL_VERSION = 1;

const count = z.number().int().nonnegative();

/** Harness to worker: make one copy. The worker answers with one `sample` or one `failure` of the same id. */
const copyRequestSchema = z.object({
  type: z.literal('copy'),
  id: count,
  route: z.enum(['file-to-file']),
  source: z.string(),
  destination: z.string(),
  sizeBytes: count,
});

export const requestSchema = copyRequestSchema;
export type CopyRequest = z.infer<typeof copyRequestSchema>;

const usageSchema = z.object({
  cpuUserUs: count,
  cpuSystemUs: count,
  voluntarySwitches: count,
  involuntarySwitches: count,
  minorFaults: count,
  majorFaults: count,
  peakRssBytes: count.nullable(),
});

/** What a worker tells of one copy. */
export const copyReportSchema = z.object({
  elapsedNs: count,
  roundTripNs: count,
  usage: usageSchema.nullable(),
  systemCalls: count.nullable(),
  eventLoopDelayMaxNs: count.nullable(),
});
export type CopyReport = z.infer<typeof copyReportSchema>;

/** An error as it crosses the line; system errors keep Node's fields. */
export const wireErrorSchema = z.object({
  name: z.string(),
  message: z.string(),
  code: z.string().optional(),
  errno: z.number().int().optional(),
  syscall: z.string().optional(),
  path: z.string().optional(),
  dest: z.string().optional(),
});
export type WireError = z.infer<typeof wireErrorSchema>;

/** Worker to harness. `ready` comes first, unasked. */
export const responseSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('ready'),
    protocol: z.literal(PROTOCOL_VERSION),
    strategy: z.string(),
  }),
  z.object({ type: z.literal('sample'), id: count, report: copyReportSchema }),
  z.object({ type: z.literal('failure'), id: count, error: wireErrorSchema }),
]);
export type Response = z.infer<typeof responseSchema>;

/** One message as one line. */
export function encode(message: CopyRequest | Response): string {
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
    value = JSON.parse(line);
  } catch (cause) {
    throw new HarnessError('E_PROTOCOL', `This line is not JSON: ${shown}`, { cause });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new HarnessError(
    'E_PROTOCOL',
    `This line is no message of the worker protocol, version ${PROTOCOL_VERSION}: ${shown}\n` +
      z.prettifyError(parsed.error),
  );
}

/** An error as plain data. */
export function toWireError(error: unknown): WireError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const { name, message } = error;
  const fields = wireErrorSchema.safeParse({
    name,
    message,
    ...Object.fromEntries(Object.entries(error)),
  });
  return fields.data ?? { name, message };
}

/** The error again, with its fields, on the other side. */
export function fromWireError({ message, ...fields }: WireError): Error {
  return Object.assign(new Error(message), fields);
}
