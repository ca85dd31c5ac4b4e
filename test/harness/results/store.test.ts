import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FORMAT_VERSION } from '../../../harness/results/record.js';
import { createStore, readRecord, readSamples } from '../../../harness/results/store.js';
import { namesIn, temporaryFolder } from '../../fakes/folders.js';
import { goodRun, troubledRun } from '../../fakes/runs.js';
import { fakeSample } from '../../fakes/samples.js';

const path = temporaryFolder();
const SAMPLES = [fakeSample('a', 0, 12), fakeSample('b', 1, 34), fakeSample('a', 1, 56)];

/** A folder that holds these texts as a run would have left them. */
function runOf(name: string, samples: string, record: unknown = goodRun): string {
  mkdirSync(path(name));
  writeFileSync(path(name, 'samples.jsonl'), samples);
  writeFileSync(
    path(name, 'record.json'),
    typeof record === 'string' ? record : JSON.stringify(record),
  );
  return path(name);
}

const text = SAMPLES.map((sample) => `${JSON.stringify(sample)}\n`).join('');

describe('a store', () => {
  it('gives back what was put into it, in order', async () => {
    const store = await createStore(path('deep', 'er'));
    for (const sample of SAMPLES) await store.append(sample);
    await store.write(troubledRun);
    await store.write(goodRun);
    await store.close();
    expect(await readSamples(store.directory)).toMatchObject({
      samples: SAMPLES,
      truncated: false,
    });
    expect(await readRecord(store.directory)).toEqual(goodRun);
    expect(namesIn(store.directory)).toEqual(['record.json', 'samples.jsonl']);
  });

  it('has every sample on disk before the next copy begins', async () => {
    const store = await createStore(path('live'));
    await store.append(fakeSample('a', 0, 12));
    expect(readFileSync(path('live', 'samples.jsonl'), 'utf8')).toMatch(/"elapsedNs":12.*\n$/);
    await store.close();
  });

  it('tells that its file was removed, instead of writing what is lost', async () => {
    const store = await createStore(path('removed'));
    await store.append(fakeSample('a', 0, 12));
    await store.flush();
    rmSync(path('removed'), { recursive: true });
    await store.append(fakeSample('a', 1, 12));
    await expect(store.flush()).rejects.toMatchObject({ code: 'E_DIRECTORY' });
    await store.close();
  });

  it('in which nothing was put leaves nothing behind', async () => {
    mkdirSync(path('kept'));
    for (const folder of [path('kept'), path('new', 'one')]) {
      await (await createStore(folder)).close();
    }
    expect(namesIn(path('kept'))).toEqual([]);
    expect(namesIn(path())).not.toContain('new');
  });

  it.each([
    ['samples', { 'samples.jsonl': '' }],
    ['a record', { 'record.json': '{}' }],
  ])('is not opened over %s', async (name, files) => {
    mkdirSync(path(name));
    for (const [file, content] of Object.entries(files)) writeFileSync(path(name, file), content);
    await expect(createStore(path(name))).rejects.toMatchObject({ code: 'E_USAGE' });
    expect(namesIn(path(name))).toEqual(Object.keys(files));
  });

  it('refuses a record that is none, and keeps the one before it', async () => {
    const store = await createStore(path('refusing'));
    await store.write(goodRun);
    await expect(store.write({ ...goodRun, startedAt: 'today' })).rejects.toThrow(/startedAt/);
    await store.close();
    expect(await readRecord(store.directory)).toEqual(goodRun);
  });
});

describe('reading a record', () => {
  it.each([
    ['cut', '{"formatVersion": 1', 'E_RECORD_MALFORMED', /is not JSON/],
    ['empty', '', 'E_RECORD_MALFORMED', /is not JSON/],
    ['list', '[]', 'E_RECORD_VERSION', /format version undefined/],
    [
      'newer',
      { ...goodRun, formatVersion: FORMAT_VERSION + 1 },
      'E_RECORD_VERSION',
      new RegExp(`version ${FORMAT_VERSION + 1}, `),
    ],
    ['wrong', { ...goodRun, warnings: 'none' }, 'E_RECORD_MALFORMED', /warnings/],
  ])('that is %s', async (name, record, code, message) => {
    const reading = readRecord(runOf(name, text, record));
    await expect(reading).rejects.toMatchObject({ code });
    await expect(reading).rejects.toThrow(message);
  });

  it('that is not there says where to look', async () => {
    const missing = { code: 'E_RECORD_MISSING' };
    await expect(readRecord(path('nowhere'))).rejects.toMatchObject(missing);
    await expect(readSamples(path('nowhere'))).rejects.toMatchObject(missing);
    await expect(readRecord(runOf('a-file', '') + '/record.json')).rejects.toMatchObject(missing);
  });
});

describe('reading samples', () => {
  it.each([
    [
      'no JSON',
      'nonsense\n',
      /Line 4 of .+samples\.jsonl is not a sample: it is not JSON: nonsense/,
    ],
    ['another object', '{"strategy":"cp"}\n', /Line 4 of .+ is not a sample: .*scenario/s],
    ['an empty line', '\n', /Line 4/],
  ])('with %s names the line', async (name, line, message) => {
    const reading = readSamples(runOf(`line-${name}`, `${text}${line}${text}`));
    await expect(reading).rejects.toMatchObject({ code: 'E_SAMPLES_MALFORMED' });
    await expect(reading).rejects.toThrow(message);
  });

  it('leaves out a last line that is cut off, and says so', async () => {
    const { samples, truncated } = await readSamples(runOf('cut-off', text.slice(0, -20)));
    expect({ samples, truncated }).toEqual({ samples: SAMPLES.slice(0, -1), truncated: true });
  });

  it('takes a last line that lacks only its end', async () => {
    const { samples, truncated } = await readSamples(runOf('no-end', text.trimEnd()));
    expect({ samples, truncated }).toEqual({ samples: SAMPLES, truncated: false });
  });
});
