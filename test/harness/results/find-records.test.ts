import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findRecords } from '../../../harness/results/find-records.js';
import { temporaryFolder } from '../../fakes/folders.js';
import { fakeRecord, fakeScenario } from '../../fakes/records.js';
import { fakeSampledRun, storeRun } from '../../fakes/sampled-runs.js';

const times = { base: 1e6, fast: 5e5 };
const run = (day: number, changes = {}) =>
  fakeSampledRun({ day, scenarios: [{ sizeBytes: 7e6, times }], changes });

describe('a folder with a thousand files of which ten are records', () => {
  const path = temporaryFolder();
  for (let at = 0; at < 970; at++) {
    mkdirSync(path('logs', `${at % 7}`), { recursive: true });
    writeFileSync(path('logs', `${at % 7}`, `${at}.log`), 'nothing');
  }
  for (let day = 1; day <= 9; day++) storeRun(path('deep', `${10 - day}`, 'below'), run(day));
  writeFileSync(path('saved.json'), JSON.stringify(run(10).record));
  const text = JSON.stringify(run(11).record);
  writeFileSync(path('cut.json'), text.slice(0, -100));
  writeFileSync(path('package.json'), '{"name": "x"}');
  writeFileSync(path('list.json'), '[1]');
  writeFileSync(path('old.json'), text.replace('"formatVersion":2', '"formatVersion":1'));
  writeFileSync(path('nan.json'), text.replace(/"medianNs":\d+(\.\d+)?/, '"medianNs":"NaN"'));
  writeFileSync(path('empty.json'), JSON.stringify(fakeRecord({ runId: 'empty' })));
  writeFileSync(path('zcopy.json'), JSON.stringify(run(10).record));
  symlinkSync(path(), path('round'));
  const found = findRecords(path());

  it('gives the ten, in the order they began', () => {
    expect(found.records.map(({ runId }) => Number(runId.slice(8, 10)))).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ]);
  });

  it('says what was left out, and why', () => {
    expect(
      found.leftOut.map(({ reason, count, examples }) => [count, reason, examples[0]]),
    ).toEqual([
      [979, 'not named .json', 'deep/1/below/samples.jsonl'],
      [2, 'JSON, but no record of copybench', 'list.json'],
      [1, 'a record of a run that measured nothing', 'empty.json'],
      [1, 'a record of format version 1, not 2', 'old.json'],
      [1, expect.stringMatching(/^a record that is damaged at scenarios/), 'nan.json'],
      [1, 'a second copy of a record that is there already', 'zcopy.json'],
      [1, 'no plain file: links are not followed', 'round'],
      [1, 'not JSON: cut off, damaged, or something else', 'cut.json'],
    ]);
    expect(found.files).toBe(997);
  });
});

describe('a folder', () => {
  const path = temporaryFolder();

  it('that is missing, or holds no record, is refused with what was seen', () => {
    expect(() => findRecords(path('nowhere'))).toThrow(/nowhere cannot be read: ENOENT/);
    mkdirSync(path('bare'));
    expect(() => findRecords(path('bare'))).toThrow(/no record of a run .+ It holds no file\./);
    writeFileSync(path('bare', 'notes.txt'), '');
    expect(() => findRecords(path('bare'))).toThrow(/1 not named \.json \(notes\.txt\)\. Name/);
    expect(() => findRecords(path('bare'))).toThrow(
      expect.objectContaining({ code: 'E_RECORD_MISSING' }),
    );
  });

  it('with a pooled run beside its members counts them once', () => {
    const members = [run(1), run(2)].map(({ record }) => record);
    const merged = members.map(({ runId, startedAt, finishedAt }) => ({
      runId,
      startedAt,
      finishedAt,
      hostname: 'h',
      version: '1',
      kernel: 'k',
      node: 'n',
      seed: 1,
      command: 'c',
    }));
    const pooled = fakeRecord({ runId: 'pooled', merged, scenarios: members[0]!.scenarios });
    mkdirSync(path('both'));
    for (const record of [...members, pooled])
      writeFileSync(path('both', `${record.runId}.json`), JSON.stringify(record));
    const { records, leftOut } = findRecords(path('both'));
    expect(records).toHaveLength(2);
    expect(leftOut[0]).toMatchObject({ reason: 'pooled from runs that are there themselves' });
  });

  it('keeps a record of one round, without an interval', () => {
    mkdirSync(path('one'));
    const scenario = fakeScenario({ sizeBytes: 7e6, referenceNs: 1e6, rounds: 1, halfWidth: 0.1 });
    const record = fakeRecord({ scenarios: [scenario] });
    writeFileSync(path('one', 'record.json'), JSON.stringify(record));
    expect(findRecords(path('one')).records).toHaveLength(1);
  });
});
