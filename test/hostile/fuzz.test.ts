/** Every parser of what strangers may write: any text is a value of its schema or an error of ours, and nothing else. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../harness/config/config-file.js';
import { layerOfEnvironment, resolveRunOptions } from '../../harness/config/run-options.js';
import { HarnessError } from '../../harness/core/errors.js';
import { parseDuration, parseSize } from '../../harness/core/units.js';
import { parseLedger } from '../../harness/measure/ledger.js';
import { decode, requestSchema, responseSchema } from '../../harness/measure/protocol.js';
import { sampleSchema } from '../../harness/measure/sample.js';
import { eventSchema } from '../../harness/results/events.js';
import { parseLines } from '../../harness/results/json-lines.js';
import { parseRunPlan } from '../../harness/results/run-plan.js';
import { parseRecord } from '../../harness/results/store.js';
import { answerSchema, orderSchema } from '../../harness/routes/companion-protocol.js';
import { goodRun } from '../fakes/runs.js';
import { fakeSample } from '../fakes/samples.js';
import { reportOf } from '../fakes/workers.js';

/** Ten thousand cases for each parser; `scripts/fuzz.sh` asks for a million. */
const RUNS = Number(process.env['COPYBENCH_FUZZ_RUNS'] ?? 10_000);

const PIECES = [
  '"__proto__":{"polluted":true},',
  '"constructor":{"prototype":{"polluted":true}},',
  '{"a":'.repeat(40),
  '['.repeat(5000),
  '1e999',
  '-0',
  '9007199254740993',
  '\u001b]0;owned\u0007',
  '"../../etc/passwd"',
  '\\ud800',
  '\0',
  '\n',
];

/** Text that was good once: pieces taken out, put in, doubled, or any text at all. */
function hostile(good: string): fc.Arbitrary<string> {
  const place = fc.nat({ max: good.length });
  const damage = fc
    .tuple(place, fc.nat({ max: 12 }), fc.oneof(fc.constantFrom(...PIECES), fc.string(), fc.json()))
    .map(([at, out, piece]) => good.slice(0, at) + piece + good.slice(at + out));
  const cut = place.map((at) => good.slice(0, at));
  return fc.oneof({ weight: 6, arbitrary: damage }, cut, fc.string({ unit: 'binary' }), fc.json());
}

const report = { type: 'sample', id: 1, report: reportOf(5) };
const request = {
  type: 'copy',
  id: 1,
  sizeBytes: 5,
  route: 'file-to-file',
  source: 'a',
  destination: 'b',
};
const sample = JSON.stringify(fakeSample('cp', 1, 5));
const {
  finishedAt: _,
  interrupted: __,
  time: ___,
  warnings: ____,
  scenarios: _____,
  ...heading
} = goodRun;
const plan = { formatVersion: 1, heading, asked: {}, bootId: null, scenarios: [] };
const ledger = [{ pid: 5, hostname: 'h', startTicks: 1 }, { name: 'run-0123456789abcdef' }];

const PARSERS: [string, (text: string) => unknown, string][] = [
  ['records', (text) => parseRecord('record.json', text), JSON.stringify(goodRun).slice(0, 4000)],
  [
    'whole records',
    (text) => parseRecord('record.json', text),
    JSON.stringify({ ...goodRun, scenarios: [] }),
  ],
  [
    'samples',
    (text) => parseLines('s', Buffer.from(text), { schema: sampleSchema, what: 'sample' }),
    `${sample}\n`,
  ],
  [
    'events',
    (text) => parseLines('j', Buffer.from(text), { schema: eventSchema, what: 'event' }),
    '{"type":"failed","scenario":"s","strategy":"x","round":1,"reason":"r"}\n',
  ],
  ['plans', (text) => parseRunPlan('plan.json', text), JSON.stringify(plan)],
  ['ledgers', parseLedger, ledger.map((line) => JSON.stringify(line)).join('\n')],
  [
    'configuration files',
    (text) => resolveRunOptions([parseConfig(text)]),
    '{"rounds":6,"sizes":"7MB","strategies":["cp"]}',
  ],
  [
    'the environment',
    (text) =>
      resolveRunOptions([
        layerOfEnvironment({
          COPYBENCH_SIZES: text,
          COPYBENCH_BUDGET: text,
          COPYBENCH_ROUNDS: text,
        }),
      ]),
    '7MB,1GiB',
  ],
  [
    'arguments',
    (text) => resolveRunOptions([{ suite: text, seed: text, precision: text, ballast: text }]),
    '12',
  ],
  ['answers of workers and peers', (text) => decode(responseSchema, text), JSON.stringify(report)],
  ['requests to workers', (text) => decode(requestSchema, text), JSON.stringify(request)],
  [
    'answers of the companion',
    (text) => decode(answerSchema, text),
    '{"type":"done","id":1,"facts":null}',
  ],
  [
    'orders to the companion',
    (text) => decode(orderSchema, text),
    `{"type":"expect","tokens":["${'a'.repeat(32)}"]}`,
  ],
  ['sizes', orNaught(parseSize), '1.5GiB'],
  ['durations', orNaught(parseDuration), '90s'],
];

/** Their errors are plain, as zod turns them into issues; they must give finite numbers otherwise. */
function orNaught(parse: (text: string) => number): (text: string) => void {
  return (text) => {
    const value = parse(text);
    expect(Number.isFinite(value) && value >= 0).toBe(true);
  };
}

/** An error that says what is wrong with the text; a TypeError or a RangeError is a defect of the parser. */
function isRefusal(error: unknown): boolean {
  if (error instanceof HarnessError || error instanceof SyntaxError) return true;
  return error instanceof Error && ['Error', 'ZodError', '$ZodError'].includes(error.name);
}

describe.each(PARSERS)('%s', (_name, parse, good) => {
  test(`bear ${RUNS} hostile texts`, { timeout: 3_600_000 }, () => {
    fc.assert(
      fc.property(hostile(good), (text) => {
        try {
          parse(text);
        } catch (error) {
          if (!isRefusal(error)) throw error;
        }
        expect({}).not.toHaveProperty('polluted');
      }),
      { numRuns: RUNS },
    );
  });
});
