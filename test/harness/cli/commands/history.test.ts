import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../../fakes/folders.js';
import { fakeSampledRun, storeRun } from '../../../fakes/sampled-runs.js';
import { copybench } from '../program.js';

const path = temporaryFolder();
for (let day = 1; day <= 20; day++) {
  const times = { 'read-write': 2e6, splice: day <= 10 ? 1.5e6 : 1.8e6 };
  storeRun(path('runs', `${day}`), fakeSampledRun({ day, scenarios: [{ sizeBytes: 7e6, times }] }));
}

describe('copybench history', () => {
  test('tells the step in a folder of runs', async () => {
    const { status, stdout, stderr } = await copybench(['history', path('runs')]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('copybench: history of 20 runs');
    expect(stdout).toMatch(/2026-11-11 18:30: speedup of `splice`, 7 MB, file to file, −1\d %/);
    expect(stdout).toContain('20 files: not named .json (1/samples.jsonl,');
  });

  test('in ASCII alone leaves nothing else', async () => {
    const { stdout } = await copybench(['history', path('runs'), '--ascii']);
    expect(stdout).not.toMatch(/[^ -~\n]/);
    expect(stdout).toMatch(/speedup of `splice`, 7 MB, file to file, -1\d %/);
    expect(stdout).not.toContain('?');
  });

  test('writes the same as markdown', async () => {
    const file = path('out', 'trend.md');
    const { status } = await copybench(['history', path('runs'), '--format', `markdown=${file}`]);
    expect(status).toBe(0);
    expect(readFileSync(file, 'utf8')).toContain('## Steps');
  });

  test.each([
    [['history'], /E_USAGE: missing required argument 'dir'/],
    [['history', path('nowhere')], /E_DIRECTORY: .+nowhere cannot be read: ENOENT/],
    [['history', path('runs'), '--by', 'name'], /argument 'name' is invalid\. .+ date, commit/],
    [
      ['history', path('runs'), '--strategies', 'splic'],
      /E_UNKNOWN_NAME: .+ Did you mean "splice"/,
    ],
    [['history', path('runs'), '--min-change', 'x'], /--min-change "x": Write a percentage from 0/],
    [['history', path('runs'), '--by', 'commit'], /None of the 20 records in .+ names a commit/],
  ])('%j', async (words, expected) => {
    const { status, stderr, stdout } = await copybench(words);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(expected);
  });

  test('refuses a folder without a record', async () => {
    mkdirSync(path('none'));
    writeFileSync(path('none', 'a.json'), '{}');
    const { status, stderr } = await copybench(['history', path('none')]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/E_RECORD_MISSING: .+ 1 JSON, but no record of copybench \(a\.json\)/);
  });
});
