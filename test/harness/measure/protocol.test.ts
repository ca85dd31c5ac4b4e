/** Messages survive the line between harness and worker, and what is no message is told. */
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HarnessError } from '../../../harness/core/errors.js';
import {
  decode,
  encode,
  fromWireError,
  PROTOCOL_VERSION,
  requestSchema,
  responseSchema,
  toWireError,
  type CopyReport,
  type CopyRequest,
  type Endpoint,
} from '../../../harness/measure/protocol.js';

/** What the other side reads, line by line, as both sides do it. */
async function linesOf(text: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: Readable.from([Buffer.from(text)]) })) {
    lines.push(line);
  }
  return lines;
}

const REPORT: CopyReport = {
  elapsedNs: 5,
  sentNs: null,
  roundTripNs: 6,
  usage: null,
  systemCalls: null,
  eventLoopDelayMaxNs: null,
};

/** Text with everything in it that a line could break at. */
const anyText = fc.string({
  unit: fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    fc.constantFrom('\n', '\r', '\u2028', '\u2029', '\u0085', '\0', '"', '\\', '\ud800'),
  ),
});
const count = fc.nat();

const header = { type: fc.constant('copy' as const), id: count, sizeBytes: count };
const token = fc.string({ minLength: 32, maxLength: 32 });

const anyEndpoint: fc.Arbitrary<Endpoint> = fc.oneof(
  fc.record({
    kind: fc.constant('tcp' as const),
    host: fc.constant('127.0.0.1' as const),
    port: count,
    token,
  }),
  fc.record({ kind: fc.constant('unix' as const), path: anyText, token }),
);

const anyRequest: fc.Arbitrary<CopyRequest> = fc.oneof(
  fc.record({
    ...header,
    route: fc.constant('file-to-file' as const),
    source: anyText,
    destination: anyText,
  }),
  fc.record({
    ...header,
    route: fc.constant('file-to-socket' as const),
    source: anyText,
    endpoint: anyEndpoint,
  }),
  fc.record({
    ...header,
    route: fc.constant('socket-to-file' as const),
    endpoint: anyEndpoint,
    destination: anyText,
  }),
);

const anyUsage = fc.record({
  cpuUserUs: count,
  cpuSystemUs: count,
  voluntarySwitches: count,
  involuntarySwitches: count,
  minorFaults: count,
  majorFaults: count,
  peakRssBytes: fc.option(count),
});

const anyDigest = fc.record({
  algorithm: fc.constantFrom('crc32', 'crc32c', 'sha256', 'xxh64'),
  hex: fc.stringMatching(/^([0-9a-f]{2})+$/),
});

const anyReport: fc.Arbitrary<CopyReport> = fc.record(
  {
    elapsedNs: count,
    sentNs: fc.option(count),
    roundTripNs: count,
    usage: fc.option(anyUsage),
    systemCalls: fc.option(count),
    eventLoopDelayMaxNs: fc.option(count),
    digest: anyDigest,
    doubts: fc.array(fc.constant('zerocopy-copied' as const)),
  },
  {
    requiredKeys: [
      'elapsedNs',
      'sentNs',
      'roundTripNs',
      'usage',
      'systemCalls',
      'eventLoopDelayMaxNs',
    ],
  },
);

const anyWireError = fc.record(
  {
    name: anyText,
    message: anyText,
    code: anyText,
    errno: fc.integer(),
    syscall: anyText,
    path: anyText,
    dest: anyText,
  },
  { requiredKeys: ['name', 'message'] },
);

describe('a message', () => {
  test('is one line, whatever its paths are called, and comes out as it went in', async () => {
    await fc.assert(
      fc.asyncProperty(anyRequest, anyRequest, async (one, two) => {
        const lines = await linesOf(encode(one) + encode(two));
        expect(lines.map((line) => decode(requestSchema, line))).toEqual([one, two]);
      }),
    );
  });

  test('with a report comes out as it went in', async () => {
    await fc.assert(
      fc.asyncProperty(count, anyReport, async (id, report) => {
        const [line] = await linesOf(encode({ type: 'sample', id, report }));
        expect(decode(responseSchema, line!)).toEqual({ type: 'sample', id, report });
      }),
    );
  });

  test('with an error comes out as it went in', async () => {
    await fc.assert(
      fc.asyncProperty(count, anyWireError, async (id, error) => {
        const [line] = await linesOf(encode({ type: 'failure', id, error }));
        expect(decode(responseSchema, line!)).toEqual({ type: 'failure', id, error });
      }),
    );
  });
});

describe('an error', () => {
  test('keeps its fields on the way there and back', () => {
    fc.assert(
      fc.property(anyWireError, (wire) => {
        expect(toWireError(fromWireError(wire))).toEqual(wire);
      }),
    );
  });

  test("of the system keeps Node's shape", () => {
    const error = Object.assign(new Error('EFBIG: file too large, write'), {
      errno: -27,
      code: 'EFBIG',
      syscall: 'write',
      dest: '/copy',
      extra: 'not for the line',
    });
    const wire = toWireError(error);
    expect(wire).toEqual({
      name: 'Error',
      message: 'EFBIG: file too large, write',
      errno: -27,
      code: 'EFBIG',
      syscall: 'write',
      dest: '/copy',
    });
    expect(fromWireError(wire)).toBeInstanceOf(Error);
  });

  test('of ours keeps its code', () => {
    expect(toWireError(new HarnessError('E_COMMAND', 'cp exited with 1'))).toEqual({
      name: 'HarnessError',
      message: 'cp exited with 1',
      code: 'E_COMMAND',
    });
  });

  test.each([
    ['words', 'words'],
    [undefined, 'undefined'],
    [7, '7'],
    [null, 'null'],
  ])('that is none (%j) is told as words', (thrown, message) => {
    expect(toWireError(thrown)).toEqual({ name: 'Error', message });
  });
});

describe('a line that is no message', () => {
  test('of whatever bytes is E_PROTOCOL', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.json()), (line) => {
        expect(() => decode(responseSchema, line)).toThrow(
          expect.objectContaining({ code: 'E_PROTOCOL' }),
        );
      }),
    );
  });

  const sample = { type: 'sample', id: 0, report: REPORT };
  test.each<[string, unknown]>([
    ['another version', { type: 'ready', protocol: PROTOCOL_VERSION + 1, strategy: 'cp' }],
    ['no id', { ...sample, id: undefined }],
    ['a negative id', { ...sample, id: -1 }],
    ['a time that is no whole number', { ...sample, report: { ...REPORT, elapsedNs: 1.5 } }],
    ['a negative time', { ...sample, report: { ...REPORT, elapsedNs: -1 } }],
    ['no word of when it was sent', { ...sample, report: { ...REPORT, sentNs: undefined } }],
    ['no time', { ...sample, report: { ...REPORT, elapsedNs: null } }],
    ['an unknown type', { ...sample, type: 'guess' }],
    ['a failure without an error', { type: 'failure', id: 0 }],
  ])('with %s is E_PROTOCOL', (_, message) => {
    expect(() => decode(responseSchema, JSON.stringify(message))).toThrow(
      expect.objectContaining({ code: 'E_PROTOCOL' }),
    );
  });

  test('is quoted, but not at full length', () => {
    expect(() => decode(responseSchema, 'Hello, I am a worker')).toThrow(
      'This line is not JSON: Hello, I am a worker',
    );
    const long = JSON.stringify({ type: 'x'.repeat(10_000) });
    expect(() => decode(responseSchema, long)).toThrow(/^This line is no message .{1,400}$/s);
  });
});
