/** Every parser of what strangers may write, with a text of each that is good. */
import type { z } from 'zod';
import { parseManifest } from '../../fixtures/manifest.js';
import { fixtureOf, fixtureOfFile } from '../../fixtures/catalog.js';
import { parseCalibration } from '../../harness/cli/calibrate/read-calibration.js';
import { resolveCalibration } from '../../harness/config/calibrate-options.js';
import { parseConfig } from '../../harness/config/config-file.js';
import { resolveGateOptions } from '../../harness/config/gate-options.js';
import { layerOfEnvironment, resolveRunOptions } from '../../harness/config/run-options.js';
import { parseBounded } from '../../harness/core/bounded.js';
import { parseDuration, parseSize } from '../../harness/core/units.js';
import { parseLedger } from '../../harness/measure/ledger.js';
import { ownerIn } from '../../harness/measure/owner.js';
import { decode, requestSchema, responseSchema } from '../../harness/measure/protocol.js';
import { sampleSchema } from '../../harness/measure/sample.js';
import { eventSchema } from '../../harness/results/events.js';
import { makeBaseline } from '../../harness/results/gate/baseline.js';
import { parseBaseline } from '../../harness/results/gate/baseline-file.js';
import { CALIBRATION_FORMAT_VERSION } from '../../harness/results/gate/calibration.js';
import { gateSchema } from '../../harness/results/gate/gate-record.js';
import { parseLines } from '../../harness/results/json-lines.js';
import { parseRunPlan } from '../../harness/results/run-plan.js';
import { parseRecord } from '../../harness/results/store.js';
import { parseTrendRecord } from '../../harness/results/trend-record.js';
import { answerSchema, orderSchema } from '../../harness/routes/companion-protocol.js';
import {
  clientAnswerSchema,
  loadSchema,
  serverAnswerSchema,
  serverOrderSchema,
} from '../../harness/routes/http/messages.js';
import { rangeOf } from '../../strategies/http/range.js';
import { parseMessage } from '../../strategies/shapes/peer-conversation.js';
import { fakeGate } from '../fakes/gate-records.js';
import { failed, fakeRecord, fakeScenario, unsupported, withOnly } from '../fakes/records.js';
import { fakeSample } from '../fakes/samples.js';
import { fakeTimes } from '../fakes/scenario-times.js';
import { reportOf } from '../fakes/workers.js';

export interface Parser {
  name: string;
  /** Throws an error that says what is wrong with the text, and any other error where the value breaks a promise. */
  parse: (text: string) => unknown;
  /** A text that it takes. */
  good: string;
}

/** A promise about a value that was read. */
export function mustBe(holds: boolean, what: string): void {
  if (!holds) throw new TypeError(`A value was read that is not ${what}.`);
}

function finite(value: number | null, what = 'a finite number from 0'): void {
  mustBe(value === null || (Number.isFinite(value) && value >= 0), what);
}

const json = (value: unknown): string => JSON.stringify(value);
const lines = (...values: readonly unknown[]): string =>
  values.map((value) => `${json(value)}\n`).join('');

const scenario = withOnly(
  fakeScenario({ sizeBytes: 7e6, referenceNs: 2e6, rounds: 6, halfWidth: 0.01 }),
  'read-write',
  'splice',
);
const record = fakeRecord({
  warnings: [{ code: 'drift', scenario: 's', strategy: 'cp', message: 'm', remedy: 'r' }],
  scenarios: [
    {
      ...scenario,
      order: scenario.order.slice(0, 2),
      strategies: [
        ...scenario.strategies,
        unsupported('reflink', 'EOPNOTSUPP'),
        failed('cp', 'EIO'),
      ],
    },
  ],
});
const {
  finishedAt: _,
  interrupted: __,
  time: ___,
  warnings: ____,
  scenarios: _____,
  ...heading
} = record;
const described = { name: 'cp', label: 'cp', class: 'copy', runtime: 'command', copiesPerByte: {} };
const plan = {
  formatVersion: 1,
  heading,
  asked: { rounds: 6 },
  bootId: null,
  scenarios: [
    {
      id: 's',
      route: 'file-to-file',
      conditions: { cache: 'warm', durability: 'buffered', destination: 'new' },
      socket: null,
      fixture: { name: '7MB', sizeBytes: 7e6, seed: 1 },
      reference: 'cp',
      comparisons: [{ name: 'n', slower: 'cp', faster: 'cp' }],
      arms: [{ name: 'cp', strategy: described }],
      unsupported: [{ strategy: described, reason: 'r' }],
      versions: [['cp', '9.1']],
      seed: 1,
      rounds: { min: 6, max: 6 },
    },
  ],
};
const owner = { pid: 5, hostname: 'h', startTicks: 1, bootId: null };
const pass = { record: fakeRecord(), times: [fakeTimes('a', { strategies: {}, rounds: 3 })] };
const calibration = {
  formatVersion: CALIBRATION_FORMAT_VERSION,
  tool: record.tool,
  startedAt: record.startedAt,
  mode: 'baseline',
  suite: 'gate',
  command: 'copybench calibrate',
  seed: 1,
  margin: 0.05,
  precision: 0.02,
  machine: record.machine,
  baselinePasses: 3,
  shareLines: [],
  gates: [
    {
      injected: 0.1,
      strategy: 'cp',
      seen: [1.1],
      states: ['regression'],
      falseAlarms: [],
      outcome: 'regression',
      passes: 2,
      elapsedNs: 1e9,
    },
  ],
  passes: [pass.times],
};

const files: Parser[] = [
  { name: 'records', parse: (text) => parseRecord('r', text), good: json(record) },
  { name: 'records of a history', parse: parseTrendRecord, good: json(record) },
  {
    name: 'samples',
    parse: (text) => parseLines('s', Buffer.from(text), { schema: sampleSchema, what: 'sample' }),
    good: lines(fakeSample('cp', 1, 5), fakeSample('control', 2, 6)),
  },
  {
    name: 'events',
    parse: (text) => parseLines('j', Buffer.from(text), { schema: eventSchema, what: 'event' }),
    good: lines(
      { type: 'failed', scenario: 's', strategy: 'x', round: 1, reason: 'r' },
      { type: 'doubt', warning: record.warnings[0] },
    ),
  },
  { name: 'plans', parse: (text) => parseRunPlan('plan.json', text), good: json(plan) },
  {
    name: 'baselines',
    parse: (text) => parseBaseline('baseline.json', text),
    good: json(makeBaseline([pass], { margin: 0.05, forced: [] })),
  },
  {
    name: 'gate records',
    parse: (text) => gateSchema.parse(parseBounded(text)),
    good: json(fakeGate()),
  },
  {
    name: 'calibrations',
    parse: (text) => parseCalibration('calibration.json', text),
    good: json(calibration),
  },
  {
    name: 'fixture manifests',
    parse: parseManifest,
    good: json({ formatVersion: 1, ...fixtureOf(7e6), crc32: 4711 }),
  },
  {
    name: 'names of fixture files',
    parse: (text) => {
      const found = fixtureOfFile(text);
      mustBe(found === undefined || text === `fixture-${found.name}.bin`, 'that fixture');
    },
    good: 'fixture-7.5MB.bin',
  },
  { name: 'lock files', parse: ownerIn, good: json(owner) },
  {
    name: 'ledgers',
    parse: (text) => {
      const names = parseLedger(text)?.names ?? [];
      mustBe(!names.some((name) => name.includes('/') || name.startsWith('.')), 'a name of ours');
    },
    good: lines(owner, { name: 'run-0123456789abcdef' }),
  },
];

const options: Parser[] = [
  {
    name: 'configuration files',
    parse: (text) => resolveRunOptions([parseConfig(text)]),
    good: '{"rounds":6,"sizes":"7MB","strategies":["cp"],"budget":"90s","dropCaches":true}',
  },
  {
    name: 'the environment',
    parse: (text) =>
      resolveRunOptions([
        layerOfEnvironment({ COPYBENCH_SIZES: text, COPYBENCH_STRATEGIES: text }),
      ]),
    good: '7MB,1GiB',
  },
  {
    name: 'arguments of a run',
    parse: (text) => resolveRunOptions([{ suite: text, seed: text, precision: text }]),
    good: '12',
  },
  {
    name: 'arguments of a gate',
    parse: (text) => resolveGateOptions([{ baseline: text, margin: text, sizes: text }]),
    good: '12',
  },
  {
    name: 'arguments of a calibration',
    parse: (text) => resolveCalibration({ effects: text, from: text }),
    good: '5,10,20',
  },
  { name: 'sizes', parse: (text) => finite(parseSize(text)), good: '1.5GiB' },
  { name: 'durations', parse: (text) => finite(parseDuration(text)), good: '90s' },
];

const request = { type: 'copy', id: 1, sizeBytes: 5, source: 'a' };
const token = 'a'.repeat(32);
const usage = {
  cpuUserUs: 1,
  cpuSystemUs: 2,
  voluntarySwitches: 3,
  involuntarySwitches: 4,
  minorFaults: 5,
  majorFaults: 6,
  peakRssBytes: null,
};
const sampled = { type: 'sample', id: 1, report: { ...reportOf(5), usage, congestion: 'cubic' } };
const error = { name: 'Error', message: 'EIO', code: 'EIO', errno: -5, syscall: 'read', path: 'a' };

function message(name: string, schema: z.ZodType, good: object): Parser {
  return { name, parse: (text) => decode(schema, text), good: json(good) };
}

const processes: Parser[] = [
  message('answers of workers and peers', responseSchema, sampled),
  message('failures of workers and peers', responseSchema, { type: 'failure', id: 1, error }),
  message('requests to workers', requestSchema, {
    ...request,
    route: 'file-to-socket',
    endpoint: { kind: 'tcp', host: '127.0.0.1', port: 9, token },
  }),
  { name: 'answers of peers in trials', parse: parseMessage, good: json(sampled) },
  message('answers of the companion', answerSchema, {
    type: 'done',
    id: 1,
    facts: { congestion: 'cubic', sendBufferBytes: 1, receiveBufferBytes: 2 },
  }),
  message('orders to the companion', orderSchema, { type: 'expect', tokens: [token, token] }),
  message('answers of servers', serverAnswerSchema, { type: 'cost', usage, loopDelay: null }),
  message('orders to servers', serverOrderSchema, {
    type: 'serve',
    files: [{ id: 'f', path: '/f' }],
    token,
    directory: '/d',
  }),
  message('answers of the client', clientAnswerSchema, {
    type: 'done',
    result: { elapsedNs: 1, latencyP50Ns: 2, latencyP99Ns: null, digests: ['00'] },
  }),
  message('loads for the client', loadSchema, {
    port: 9,
    path: '/f',
    sizeBytes: 1,
    requests: 2,
    connections: 3,
    digest: true,
  }),
  {
    name: 'Range headers',
    parse: (text) => {
      const answer = rangeOf(text, 1000);
      if (answer.kind !== 'part') return;
      const { start, length } = answer;
      mustBe(start >= 0 && length > 0 && start + length <= 1000, 'within the file');
    },
    good: 'bytes=100-199',
  },
];

export const strangers: readonly Parser[] = [...files, ...options, ...processes];
