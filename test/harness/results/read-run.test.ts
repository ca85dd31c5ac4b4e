import { mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Sample } from '../../../harness/measure/sample.js';
import { readRun } from '../../../harness/results/read-run.js';
import type { RunRecord } from '../../../harness/results/record.js';
import { temporaryFolder } from '../../fakes/folders.js';
import { fakeRecord, fakeScenario, withOnly } from '../../fakes/records.js';
import { fakeSample } from '../../fakes/samples.js';

const path = temporaryFolder();

const scenario = withOnly(
  fakeScenario({ sizeBytes: 7e6, referenceNs: 1e6, rounds: 3, halfWidth: 0.02 }),
  'read-write',
  'cp',
);
const record: RunRecord = fakeRecord({ scenarios: [scenario] });

function samplesOf(id: string): Sample[] {
  return [0, 1, 2, 3].flatMap((round) =>
    ['read-write', 'cp'].map((name) => fakeSample(name, round, 1e6, { scenario: id })),
  );
}

function store(name: string, samples: readonly Sample[], cut = 0): string {
  mkdirSync(path(name));
  const text = samples.map((sample) => `${JSON.stringify(sample)}\n`).join('');
  writeFileSync(path(name, 'samples.jsonl'), text.slice(0, text.length - cut));
  writeFileSync(path(name, 'record.json'), JSON.stringify(record));
  return path(name);
}

describe('reading a run', () => {
  it('gives the record as it is', async () => {
    expect(await readRun(store('whole', samplesOf(scenario.id)))).toEqual(record);
  });

  it('refuses a record whose samples are missing', async () => {
    const reading = readRun(store('missing', samplesOf(scenario.id).slice(0, -1)));
    await expect(reading).rejects.toMatchObject({ code: 'E_SAMPLES_MALFORMED' });
    await expect(reading).rejects.toThrow(/made from 3 samples of cp in \S+, and .+ holds 2\./);
  });

  it('refuses samples that the record does not know of', async () => {
    const reading = readRun(
      store('more', [
        ...samplesOf(scenario.id),
        fakeSample('cp', 4, 1e6, { scenario: scenario.id }),
      ]),
    );
    await expect(reading).rejects.toThrow(/from 3 samples of cp .+ holds 4\./);
  });

  it('warns of a last line that is cut off', async () => {
    const { warnings } = await readRun(store('cut', samplesOf(scenario.id), 30));
    expect(warnings).toEqual([expect.objectContaining({ code: 'samples-truncated' })]);
    expect(warnings[0]?.message).toBe('The last line of samples.jsonl is cut off.');
  });

  it('excuses no more than that one line', async () => {
    const samples = samplesOf(scenario.id);
    const reading = readRun(store('cut-and-missing', [...samples.slice(2, 3), ...samples], 30));
    await expect(reading).rejects.toMatchObject({ code: 'E_SAMPLES_MALFORMED' });
  });

  it('warns of samples of a scenario that was not finished', async () => {
    const beyond = samplesOf('another').slice(0, 3);
    const { warnings } = await readRun(store('killed', [...samplesOf(scenario.id), ...beyond], 30));
    expect(warnings[0]?.message).toMatch(/killed: 2 samples .+, the last one cut off, and in none/);
  });
});
