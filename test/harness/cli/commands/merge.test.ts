import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../../fakes/folders.js';
import { fakeSampledRun, storeRun } from '../../../fakes/sampled-runs.js';
import { copybench, recordIn, samplesIn } from '../program.js';

const path = temporaryFolder();
const times = { 'read-write': 2e6, splice: 1.5e6 };
const store = (day: number) =>
  storeRun(path(`day-${day}`), fakeSampledRun({ day, scenarios: [{ sizeBytes: 7e6, times }] }));
const runs = [1, 2, 3].map(store);

describe('copybench merge', () => {
  test('leaves a run behind that report and compare read', async () => {
    const out = path('merged');
    const { status, stdout, stderr } = await copybench(['merge', ...runs, '--out', out]);
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: `Record, samples, report.md and report.html are in ${out}\n`,
    });
    expect(stdout).toContain('These are 3 runs.');
    expect(recordIn(out).merged).toHaveLength(3);
    expect(samplesIn(out)).toHaveLength(3 * 9 * 3);
    expect(readFileSync(path('merged', 'report.md'), 'utf8')).toContain('## Pooled runs');
    expect((await copybench(['report', out])).stdout).toBe(stdout);
    expect((await copybench(['compare', out, runs[0]!])).status).toBe(0);
  });

  test('refuses the same run twice and one run alone, and leaves nothing behind', async () => {
    const twice = await copybench(['merge', runs[0]!, runs[0]!, '--out', path('twice')]);
    expect(twice.status).toBe(2);
    expect(twice.stderr).toMatch(/^copybench: E_MERGE: .+ is named twice/);
    const one = await copybench(['merge', runs[0]!, '--out', path('one')]);
    expect(one.stderr).toMatch(/^copybench: E_USAGE: One run, /);
    expect([path('twice'), path('one')].filter(existsSync)).toEqual([]);
  });

  test('refuses a run of another format', async () => {
    const folder = store(4);
    writeFileSync(path('day-4', 'record.json'), '{"formatVersion": 1}');
    const ended = await copybench(['merge', runs[0]!, folder, '--out', path('old')]);
    expect(ended.status).toBe(2);
    expect(ended.stderr).toMatch(/E_RECORD_VERSION: .+ has format version 1/);
  });

  test('overwrites no run', async () => {
    const ended = await copybench(['merge', ...runs, '--out', runs[0]!]);
    expect(ended.status).toBe(2);
    expect(ended.stderr).toMatch(/E_USAGE: .+ holds the results of an earlier run/);
  });
});
