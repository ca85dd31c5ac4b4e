/** Everything that is read has limits, and everything that is written keeps them. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { layerOfFile, parseConfig } from '../../harness/config/config-file.js';
import { resolveRunOptions } from '../../harness/config/run-options.js';
import { parseBounded, readBounded } from '../../harness/core/bounded.js';
import {
  decode,
  encode,
  responseSchema,
  toWireError,
  wireErrorSchema,
} from '../../harness/measure/protocol.js';
import { sampleSchema } from '../../harness/measure/sample.js';
import { makeBaseline } from '../../harness/results/gate/baseline.js';
import { readBaseline, writeBaseline } from '../../harness/results/gate/baseline-file.js';
import { gateSchema } from '../../harness/results/gate/gate-record.js';
import { parseLines } from '../../harness/results/json-lines.js';
import { parseRecord, readEvents, readRecord, createStore } from '../../harness/results/store.js';
import type { Warning } from '../../harness/results/warning.js';
import { renderGateJson } from '../../reports/gate/gate-json.js';
import { renderJson } from '../../reports/json.js';
import { temporaryFolder } from '../fakes/folders.js';
import { fakeGate } from '../fakes/gate-records.js';
import { emptyRun, goodRun } from '../fakes/runs.js';
import { fakeSample } from '../fakes/samples.js';
import { fakeTimes } from '../fakes/scenario-times.js';
import { sourceFiles, withoutComments } from '../source-files.js';

const path = temporaryFolder();
const TALKATIVE = 'and another thing; '.repeat(5000);
const warning: Warning = { code: 'drift', message: TALKATIVE, remedy: TALKATIVE };

test('no schema of what is read takes a text, list or table without a limit', () => {
  const unlimited =
    /z\s*\.(?:string\(\)(?!\s*\.length\()|array\(|record\(|set\(|map\(|iso\.|looseRecord\()/g;
  const found = sourceFiles()
    .filter(({ path: name }) => /^(?:harness|fixtures|strategies|suites)\//.test(name))
    .filter(({ path: name }) => name !== 'harness/core/bounded-schema.ts')
    .flatMap(({ path: name, text }) =>
      [...withoutComments(text).matchAll(unlimited)].map(([piece]) => `${name}: ${piece}`),
    );
  expect(found).toEqual([]);
});

describe('what has too much to say', () => {
  test('is cut in a record, and the record is written and read', async () => {
    const store = await createStore(path('talkative'));
    const [scenario] = goodRun.scenarios;
    if (!scenario) throw new Error('The fake run has no scenario.');
    const failed = {
      name: 'cp',
      label: 'cp',
      class: 'copy',
      runtime: 'command',
      outcome: 'failed',
      reason: TALKATIVE,
      samples: 0,
    } as const;
    const talkative = {
      ...goodRun,
      warnings: [warning],
      scenarios: [{ ...scenario, strategies: [...scenario.strategies, failed] }],
    };
    await store.append(fakeSample('cp', 1, 5));
    await store.note({ type: 'doubt', warning });
    await store.write(talkative);
    await store.close();
    const read = await readRecord(store.directory);
    expect(read.warnings[0]?.message).toMatch(/^and another thing; .* \.\.\.$/);
    expect(read.scenarios[0]?.strategies.at(-1)).toMatchObject({ outcome: 'failed', samples: 0 });
    expect(await readEvents(store.directory)).toMatchObject({ events: [{ type: 'doubt' }] });
    expect(parseRecord('printed', renderJson(talkative))).toEqual(read);
  });

  test('is cut in a baseline before that is sealed, and in the record of a gate', async () => {
    const pass = { record: emptyRun, times: [fakeTimes('a')] };
    const baseline = makeBaseline([pass], { margin: 0.05, forced: [TALKATIVE] });
    await writeBaseline(path('baseline.json'), baseline);
    expect(await readBaseline(path('baseline.json'))).toEqual(baseline);
    expect(baseline.forced[0]).toMatch(/ \.{3}$/);
    const gate: unknown = JSON.parse(renderGateJson({ ...fakeGate(), reasons: [TALKATIVE] }));
    expect(gateSchema.parse(gate).reasons[0]).toMatch(/ \.{3}$/);
  });

  test('is cut in an error of a worker, which keeps its fields', () => {
    const error = Object.assign(new Error(TALKATIVE), { code: 'EIO', syscall: 'read', errno: -5 });
    const line = encode({ type: 'failure', id: 1, error: toWireError(error) });
    expect(decode(responseSchema, line)).toMatchObject({
      error: { code: 'EIO', syscall: 'read', errno: -5, message: expect.stringMatching(/\.{3}$/) },
    });
    const odd = Object.assign(new Error(TALKATIVE), { errno: 'none', path: 5 });
    expect(wireErrorSchema.parse(toWireError(odd))).not.toHaveProperty('path');
  });
});

describe('what is too long', () => {
  test.each([
    ['a name', { suite: 'x'.repeat(257) }, /--suite "x+ \.\.\.: It may have at most 256 char/],
    ['one of many names', { strategies: `cp,${'x'.repeat(257)}` }, /at most 256 characters/],
    ['a number', { rounds: '1'.repeat(1e6) }, /--rounds "1+ \.\.\.: It may have at most/],
    ['a size', { sizes: '1'.repeat(1e6) }, /--sizes/],
    ['a path', { dir: '/x'.repeat(1e5) }, /--dir .*: It may have at most 4096 characters/],
    ['the name of an option', { ['x'.repeat(1e6)]: 1 }, /There is no option "x+ \.\.\."/],
  ])('%s is refused in a short message', (_, layer, message) => {
    const resolve = (): unknown => resolveRunOptions([layer]);
    expect(resolve).toThrow(message);
    expect(resolve).toThrow(expect.objectContaining({ message: expect.stringMatching(SHORT) }));
  });

  test('a configuration of more options than there can be is refused', async () => {
    const names = Array.from({ length: 1001 }, (_, i) => [`option${i}`, i]);
    const text = JSON.stringify(Object.fromEntries(names));
    expect(() => parseConfig(text)).toThrow(/at most 1000 keys/);
    mkdirSync(path('own'), { mode: 0o700 });
    writeFileSync(path('own', 'c.json'), text, { mode: 0o600 });
    await expect(layerOfFile(path('own', 'c.json'), true)).rejects.toMatchObject({
      code: 'E_USAGE',
    });
  });

  test('a list of a record is refused, however much is wrong with it', () => {
    expect(() => recordOfWrong(100_000)).toThrow(/and 99995 more/);
    expect(() => recordOfWrong(100_001)).toThrow(/at most 100000 items/);
    const short = expect.objectContaining({ message: expect.stringMatching(SHORT) });
    for (const length of [100_000, 100_001]) expect(() => recordOfWrong(length)).toThrow(short);
  });

  test('a version of a format is not repeated', () => {
    const text = JSON.stringify({ ...emptyRun, formatVersion: 'x'.repeat(1e6) });
    const short = expect.objectContaining({ message: expect.stringMatching(SHORT) });
    expect(() => parseRecord('r', text)).toThrow(short);
  });

  test('a line of samples is refused by its number, and as the last one cut off', () => {
    const good = JSON.stringify(fakeSample('cp', 1, 5));
    const long = good.padEnd(2 ** 20 + 1);
    const form = { schema: sampleSchema, what: 'sample' };
    expect(() => parseLines('s', Buffer.from(`${good}\n${long}\n`), form)).toThrow(
      /^Line 2 of s is not a sample: it has 1048577 bytes/,
    );
    expect(parseLines('s', Buffer.from(`${good}\n${long}`), form)).toMatchObject({
      truncated: true,
      wholeBytes: good.length + 1,
    });
  });
});

function recordOfWrong(length: number): unknown {
  const scenarios = Array.from({ length }).fill(0);
  return parseRecord('r', JSON.stringify({ ...emptyRun, scenarios }));
}

/** What a person may be told at once. */
const SHORT = /^[\s\S]{1,3000}$/;

describe('JSON', () => {
  test('with a text of 30 million characters is read', () => {
    expect(parseBounded(JSON.stringify('a'.repeat(3e7)))).toHaveLength(3e7);
  });

  test('with a quotation that never ends is refused at once', () => {
    const beganMs = performance.now();
    expect(() => parseBounded(`"${'\\"'.repeat(2e6)}`)).toThrow(SyntaxError);
    // It took hours when every quotation mark was tried as the first one.
    expect(performance.now() - beganMs).toBeLessThan(10_000);
  });

  test('has brackets in texts, and backslashes before quotation marks', () => {
    for (const value of ['[[[[', '"[', '\\', '\\"[', '{"a": [1]}', ']]]]'])
      expect(parseBounded(JSON.stringify([{ [value]: value }]))).toEqual([{ [value]: value }]);
  });
});

test('a file is read as far as it went when it was opened', async () => {
  writeFileSync(path('whole'), 'wörter');
  expect(await readBounded(path('whole'), 'E_USAGE')).toBe(readFileSync(path('whole'), 'utf8'));
  await expect(readBounded(path('whole'), 'E_USAGE', 6)).rejects.toThrow(
    /has 7 bytes, and at most 6/,
  );
});
