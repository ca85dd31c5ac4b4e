/** What a person can get wrong: one clear message, exit status 2, and nothing left behind. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { FORMAT_VERSION } from '../../../harness/results/record.js';
import { goodRun } from '../../fakes/runs.js';
import { mountTmpfs, namesIn, temporaryFolder } from '../../fakes/folders.js';
import { copybench, type Ended, endlessRun, samplesStored, start, tinyRun } from './program.js';

/** The complaint of a command that must end in one, with status 2 and no stack trace. */
function complaintOf({ status, stdout, stderr }: Ended): string {
  expect(stderr).not.toMatch(/^ +at /m);
  expect(stdout).toBe('');
  expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringMatching(/copybench: E_/) });
  expect(stderr.match(/copybench: /g)).toHaveLength(1);
  return stderr.slice(stderr.indexOf('copybench: '));
}

describe('words that do not exist', () => {
  test.each([
    [['rn'], /^copybench: E_USAGE: unknown command 'rn'\n\(Did you mean run\?\)/],
    [['run', '--sizs', '4KB'], /E_USAGE: unknown option '--sizs'\n\(Did you mean --sizes\?\)/],
    [['run', 'x'], /E_USAGE: too many arguments for 'run'/],
    [['run', '--sizes'], /E_USAGE: option '--sizes <list>' argument missing/],
    [['fixtures', 'make', '--bogus'], /E_USAGE: unknown option '--bogus'/],
    [
      ['fixtures', 'mak'],
      /E_UNKNOWN_NAME: There is no fixtures command "mak"\. Did you mean "make"\?/,
    ],
    [['report'], /E_USAGE: missing required argument 'dir'/],
    [['run', '--suite', 'smok'], /E_UNKNOWN_NAME: .+ "smok"\. Did you mean "smoke"\?/],
    [['run', '--strategies', 'splic'], /E_UNKNOWN_NAME: .+ Did you mean "splice"\?/],
    [['run', '--strategies', 'qqqqqqqq'], /E_UNKNOWN_NAME: There is no strategy "q+"\. Known: /],
    [['run', '--exclude', 'cpp'], /E_UNKNOWN_NAME: .+ Did you mean "cp"\?/],
    [['run', '--reference', 'read-writ'], /E_UNKNOWN_NAME: .+ Did you mean "read-write"\?/],
  ])('%j', async (words, expected) => {
    expect(complaintOf(await copybench(words))).toMatch(expected);
  });
});

describe('values that do not fit', () => {
  test.each([
    [['--sizes', '7XB'], /--sizes "7XB": "7XB" is not a size\. Write a number and a unit/],
    [['--sizes', ','], /--sizes ",": Name at least one size\./],
    [['--sizes', '1.5B'], /is not a size/],
    [['--rounds', 'abc'], /--rounds "abc": Write a whole number from 1 to 1000\./],
    [['--rounds', '0'], /--rounds "0": Write a whole number from 1 to 1000\./],
    [['--seed', '1.5'], /--seed "1\.5": Write a whole number from 0 to 2147483647\./],
    [['--seed', ''], /--seed "": Write a whole number/],
    [['--budget', '5'], /--budget "5": "5" is not a duration\. Write a number and a unit/],
    [['--verify', 'some'], /'--verify <policy>' argument 'some' is invalid\. .+ first, all, none/],
    [['--ballast', 'much'], /--ballast "much": "much" is not a size/],
    [['--precision', '0'], /--precision "0": Write a percentage above 0 and up to 50\./],
    [['--margin', 'x'], /--margin "x": Write a percentage above 0 and up to 50\./],
    [['--strategies', ''], /--strategies "": Name at least one strategy\./],
    [['--exclude', 'read-write'], /--exclude read-write leaves nothing to compare with/],
    [['--reference', 'nothing'], /--reference nothing is of class bound/],
    [['--reference', 'reflink'], /--reference reflink is of class clone/],
    [['--quick', '--suite', 'published', '--rounds', 'x', '--seed', 'y'], /--rounds.+\n--seed/],
  ])('%j', async (words, expected) => {
    const complaint = complaintOf(await copybench(['run', ...words]));
    expect(complaint).toMatch(/^copybench: E_USAGE: /);
    expect(complaint).toMatch(expected);
  });

  test('a value in the environment is judged alike', async () => {
    const run = await copybench(['run'], { environment: { COPYBENCH_ROUNDS: 'many' } });
    expect(complaintOf(run)).toContain('--rounds "many": Write a whole number');
  });
});

describe('places', () => {
  const path = temporaryFolder();
  beforeAll(() => {
    mkdirSync(path('dir'));
    writeFileSync(path('file'), '');
    mkdirSync(path('used'));
    writeFileSync(path('used', 'record.json'), '{}');
  });

  test.each([
    ['that is missing', 'missing', 'out', /E_DIRECTORY: .+missing cannot be used.+Make it first/],
    ['that is a file', 'file', 'out', /E_DIRECTORY: .+file cannot be used, it is not a directory/],
    ['with --out a file', 'dir', 'file', /E_DIRECTORY: The output directory .+file cannot be used/],
    ['with --out below a file', 'dir', 'file/x', /E_DIRECTORY: The output directory .+ENOTDIR/],
    ['with --out of an earlier run', 'dir', 'used', /E_USAGE: .+ holds the results of an earlier/],
  ])('a --dir %s', async (_, dir, out, expected) => {
    expect(complaintOf(await copybench(tinyRun(path(dir), path(out))))).toMatch(expected);
    expect(namesIn(path())).toEqual(['dir', 'file', 'used']);
    expect(namesIn(path('dir'))).toEqual([]);
    expect(namesIn(path('used'))).toEqual(['record.json']);
  });

  test('a fixture for which there is no room', async () => {
    const run = await copybench(tinyRun(path('dir'), path('new', 'out'), '--sizes', '1000TB'));
    expect(complaintOf(run)).toMatch(/E_FIXTURE_SPACE: 2000 TB are needed in .+ are free\. Free/);
    expect(namesIn(path('dir'))).toEqual([]);
    expect(namesIn(path())).not.toContain('new');
  });

  test('a directory in which another run works', async () => {
    const { child, ended } = start(endlessRun(path('dir'), path('first')));
    await samplesStored(path('first'), 1);
    const second = complaintOf(await copybench(tinyRun(path('dir'), path('second'))));
    expect(second).toMatch(new RegExp(`E_LOCKED: process ${child.pid} on \\S+ is working in this`));
    expect(namesIn(path())).not.toContain('second');
    // To look is no disturbance.
    expect((await copybench(['list', '--dir', path('dir')])).status).toBe(0);
    child.kill('SIGINT');
    expect((await ended).status).toBe(130);
  });
});

describe('configuration files', () => {
  const path = temporaryFolder();

  test.each([
    ['broken.json', '{"rounds": 2', /E_USAGE: The configuration file .+ is not a JSON object/],
    ['list.json', '[1]', /E_USAGE: The configuration file .+ is not a JSON object/],
    [
      'unknown.json',
      '{"sizs": "4KB"}',
      /E_USAGE: There is no option "sizs"\. Did you mean "sizes"/,
    ],
    ['value.json', '{"rounds": true}', /E_USAGE: --rounds true: Write a whole number/],
  ])('%s', async (name, text, expected) => {
    writeFileSync(path(name), text);
    expect(complaintOf(await copybench(['run', '--config', path(name)]))).toMatch(expected);
  });

  test('one that was named and is missing', async () => {
    const run = await copybench(['run', '--config', path('missing.json')]);
    expect(complaintOf(run)).toMatch(/E_USAGE: The configuration file .+missing\.json cannot be/);
  });
});

describe('results of a run', () => {
  const path = temporaryFolder();
  const record = '{"formatVersion": 99}';

  test.each([
    ['missing', {}, /E_RECORD_MISSING: .+record\.json does not exist/],
    ['of another version', { 'record.json': record }, /E_RECORD_VERSION: .+ format version 99/],
    ['cut off', { 'record.json': record.slice(0, 9) }, /E_RECORD_MALFORMED: .+ is not JSON/],
    [
      'with a figure that is none',
      { 'record.json': JSON.stringify(goodRun).replace(/"medianNs":\d+/, '"medianNs":null') },
      /E_RECORD_MALFORMED: .+medianNs/s,
    ],
    [
      'something else',
      { 'record.json': `{"formatVersion": ${FORMAT_VERSION}}` },
      /E_RECORD_MALFORMED: .+ record/,
    ],
  ])('that are %s', async (name, files, expected) => {
    mkdirSync(path(name));
    for (const [file, text] of Object.entries(files)) writeFileSync(path(name, file), text);
    expect(complaintOf(await copybench(['report', path(name)]))).toMatch(expected);
    expect(namesIn(path(name))).toEqual(Object.keys(files));
  });

  test('with a line that is no sample', async () => {
    await copybench(tinyRun(path(), path('line')));
    appendFileSync(path('line', 'samples.jsonl'), 'nonsense\n');
    const report = await copybench(['report', path('line')]);
    // Warm-up and two rounds of read-write, cp and the control.
    expect(complaintOf(report)).toMatch(/E_SAMPLES_MALFORMED: Line 10 of .+ it is not JSON: nons/);
  });
});

describe('filesystems', () => {
  const path = temporaryFolder();

  const small = mountTmpfs('size=1m');
  test.skipIf('reason' in small)('a tiny one', async () => {
    const folder = 'folder' in small ? small.folder : '';
    const run = await copybench(tinyRun(folder, path('tiny'), '--sizes', '1MB'));
    expect(complaintOf(run)).toMatch(/E_FIXTURE_SPACE: 34\.0 MB are needed .+ 1\.0\d MB are free/);
    expect(namesIn(folder)).toEqual([]);
  });

  const crowded = mountTmpfs('size=1m');
  test.skipIf('reason' in crowded)('one that has no room for the results', async () => {
    const folder = 'folder' in crowded ? crowded.folder : '';
    mkdirSync(path('dir'));
    for (const rounds of ['2', '1000']) {
      const words = tinyRun(path('dir'), `${folder}/out`, '--rounds', rounds);
      expect(complaintOf(await copybench(words))).toMatch(
        /E_FIXTURE_SPACE: .+ are needed in .+ MB for results at most, 32\.0 MB to keep free\).+fewer --rounds.+--out/,
      );
    }
    expect(namesIn(folder)).toEqual([]);
    expect(namesIn(path('dir'))).toEqual([]);
    rmSync(path('dir'), { recursive: true });
  });

  const full = mountTmpfs('size=16k');
  test.skipIf('reason' in full)('one that is full', async () => {
    const folder = 'folder' in full ? full.folder : '';
    expect(() => writeFileSync(`${folder}/fill`, 'x'.repeat(20_000))).toThrow(/ENOSPC/);
    const run = await copybench(tinyRun(folder, path('full')));
    expect(complaintOf(run)).toMatch(/E_DIRECTORY: .+ it cannot be written to: ENOSPC/);
    expect(namesIn(folder)).toEqual(['fill']);
  });

  const readOnly = mountTmpfs('size=1m');
  test.skipIf('reason' in readOnly)('one that is read-only', async () => {
    const folder = 'folder' in readOnly ? readOnly.folder : '';
    execFileSync('mount', ['-o', 'remount,ro', folder]);
    const run = await copybench(tinyRun(folder, path('read-only')));
    expect(complaintOf(run)).toMatch(/E_DIRECTORY: .+ it cannot be written to: EROFS/);
    const list = await copybench(['list', '--dir', folder]);
    expect(complaintOf(list)).toMatch(/E_DIRECTORY: .+ EROFS/);
    const out = await copybench(tinyRun(path(), folder));
    expect(complaintOf(out)).toMatch(/E_DIRECTORY: The output directory .+ EROFS/);
    expect(namesIn(path())).toEqual([]);
  });
});
