import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../../fakes/folders.js';
import { elsewhere, fakeSampledRun, storeRun } from '../../../fakes/sampled-runs.js';
import { copybench } from '../program.js';

const path = temporaryFolder();
const times = { 'read-write': 2e6, splice: 1.5e6 };
const store = (day: number, sizeBytes: number, changes = {}) =>
  storeRun(path(`day-${day}`), fakeSampledRun({ day, scenarios: [{ sizeBytes, times }], changes }));

const first = store(1, 7e6);
const second = store(2, 7e6, { machine: elsewhere({ kernel: '6.18.0' }) });
const other = store(3, 1e9);

describe('copybench compare', () => {
  test('prints what differs and what changed, and ends with 0', async () => {
    const { status, stdout, stderr } = await copybench(['compare', first, second]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('kernel: A 6.12.48+deb13-amd64; B 6.18.0');
    expect(stdout).toMatch(/7 MB, file to file, B beside A: no speedup changed/);
  });

  test('writes the same as markdown', async () => {
    const file = path('comparison.md');
    const ended = await copybench(['compare', first, second, '--format', `markdown=${file}`]);
    expect(ended.status).toBe(0);
    expect(readFileSync(file, 'utf8')).toContain(
      '| strategy | speedup in A | speedup in B | B / A |',
    );
  });

  test('shows what it can of runs with nothing in common, and ends with 3', async () => {
    const { status, stdout } = await copybench(['compare', first, other]);
    expect(status).toBe(3);
    expect(stdout).toContain('These runs have no scenario in common');
    expect(stdout).toContain('only in B');
  });

  test('refuses a single run, and directories that hold none', async () => {
    const one = await copybench(['compare', first]);
    expect(one.status).toBe(2);
    expect(one.stderr).toMatch(/E_USAGE: One run, .+, has nothing to be compared with\. Name two/);
    const none = await copybench(['compare', first, path('nowhere')]);
    expect(none.status).toBe(2);
    expect(none.stderr).toMatch(/E_RECORD_MISSING: .+nowhere.record\.json does not exist/);
  });

  test('refuses figures that are no numbers, and says where', async () => {
    const folder = store(4, 7e6);
    const text = readFileSync(`${folder}/record.json`, 'utf8');
    writeFileSync(`${folder}/record.json`, text.replace(/"medianNs": [\d.]+/, '"medianNs": NaN'));
    const { status, stderr } = await copybench(['compare', first, folder]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/E_RECORD_MALFORMED: .+day-4.record\.json is not JSON/);
  });
});
