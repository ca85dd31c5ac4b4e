/** `copybench run --resume`: a run that was killed goes on where it was, and nothing of it is lost or done twice. */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isWarmUp, type Sample } from '../../../harness/measure/sample.js';
import { namesIn, temporaryFolder } from '../../fakes/folders.js';
import { copybench, recordIn, samplesIn, samplesStored, start, tinyRun } from './program.js';

const placeOf = ({ scenario, round, position, strategy }: Sample): string =>
  `${scenario} ${round}.${position} ${strategy}`;

describe('a run that was killed in its first scenario', () => {
  const path = temporaryFolder();
  const out = path('out');
  let before: Sample[] = [];

  test('is reported as far as it came', async () => {
    const words = tinyRun(path(), out, '--sizes', '4KB,64KB', '--rounds', '20');
    const { child, ended } = start(words);
    await samplesStored(out, 20);
    child.kill('SIGKILL');
    await ended;
    before = samplesIn(out);
    appendFileSync(`${out}/samples.jsonl`, '{"scenario":"file-to-fi');
    const report = await copybench(['report', out]);
    expect(report.status).toBe(0);
    expect(report.stdout).toContain('4 KB, file to file');
    expect(report.stdout).toMatch(
      /The run was killed: \d+ samples .+ and the last\s+line was cut off/s,
    );
  });

  test('goes on in the round it had reached, after a warm-up, and says where', async () => {
    const resumed = await copybench(['run', '--resume', out]);
    expect(resumed.status, resumed.stderr).toBe(0);
    expect(resumed.stdout).toContain('resumed: The run was ended in round');
    const record = recordIn(out);
    const samples = samplesIn(out);
    expect(record.interrupted).toBe(false);
    expect(samples.slice(0, before.length)).toEqual(before);
    const last = before.findLast((sample) => !isWarmUp(sample))!;
    expect(record.seams).toMatchObject([
      { scenario: before[0]?.scenario, round: last.round, rebooted: false },
    ]);
    expect(samples.slice(before.length, before.length + 3).map(({ round }) => round)).toEqual([
      0, 0, 0,
    ]);
    const measured = samples.filter((sample) => !isWarmUp(sample));
    expect(new Set(measured.map(placeOf)).size).toBe(2 * 20 * 3);
    expect(measured).toHaveLength(2 * 20 * 3);
    const times = samples.map(({ atNs }) => atNs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(
      namesIn(path('copybench-files')).every((name) => /^(?:fixture-|\.copybench$)/.test(name)),
    ).toBe(true);
  });

  test('in the order that its seed gives a run in one piece', async () => {
    const { seed } = recordIn(out).options;
    const words = ['--sizes', '4KB,64KB', '--rounds', '20', '--seed', String(seed)];
    await copybench(tinyRun(path(), path('whole'), ...words));
    const orders = (name: string) => recordIn(path(name)).scenarios.map(({ order }) => order);
    expect(orders('out')).toEqual(orders('whole'));
  });

  test('and is then at its end', async () => {
    const again = await copybench(['run', '--resume', out]);
    expect(again.status).toBe(2);
    expect(again.stderr).toContain('cannot be resumed: it ran to its end');
  });
});

describe('a run that was interrupted', () => {
  const path = temporaryFolder();

  test('goes on after its last sample', async () => {
    const { child, ended } = start(tinyRun(path(), path('out'), '--rounds', '30'));
    await samplesStored(path('out'), 10);
    child.kill('SIGINT');
    await ended;
    const before = samplesIn(path('out'));
    expect(recordIn(path('out'))).toMatchObject({ interrupted: true });
    const resumed = await copybench(['run', '--resume', path('out'), '--json']);
    expect(resumed.status, resumed.stderr).toBe(0);
    const { interrupted, scenarios } = recordIn(path('out'));
    expect(interrupted).toBe(false);
    expect(scenarios).toMatchObject([{ rounds: 30, stopped: 'rounds' }]);
    expect(samplesIn(path('out')).slice(0, before.length)).toEqual(before);
  });
});

describe('what cannot be resumed', () => {
  const path = temporaryFolder();

  test('a directory without a plan, another option beside it, a run of another version', async () => {
    const missing = await copybench(['run', '--resume', path()]);
    expect([missing.status, missing.stderr]).toEqual([
      2,
      expect.stringContaining('E_RECORD_MISSING'),
    ]);
    const { child, ended } = start(tinyRun(path(), path('out'), '--rounds', '1000'));
    await samplesStored(path('out'), 3);
    child.kill('SIGKILL');
    await ended;
    const other = await copybench(['run', '--resume', path('out'), '--sizes', '1MB']);
    expect(other.stderr).toContain('--sizes cannot stand beside --resume');
    const plan = readFileSync(path('out', 'plan.json'), 'utf8');
    const change = (from: RegExp, to: string) =>
      writeFileSync(path('out', 'plan.json'), plan.replace(from, to));
    change(/"version": "[^"]+"/, '"version": "9.9.9"');
    const newer = await copybench(['run', '--resume', path('out')]);
    expect(newer.stderr).toContain('begun by version 9.9.9');
    change(/"fingerprint": "[^"]+"/, '"fingerprint": "0123456789abcdef"');
    const elsewhere = await copybench(['run', '--resume', path('out')]);
    expect(elsewhere.stderr).toContain('this machine is another');
    expect(elsewhere.status).toBe(2);
  });
});
