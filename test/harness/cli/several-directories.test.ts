/** `copybench run --dir A --dir B`: one run, its rounds interleaved over the directories, each with its own outcome. */
import { mkdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isWarmUp, type Sample } from '../../../harness/measure/sample.js';
import { mountTmpfs, namesIn, temporaryFolder } from '../../fakes/folders.js';
import { copybench, recordIn, samplesIn, samplesStored, start, tinyRun } from './program.js';

const directoryOf = ({ scenario }: Sample): string => scenario.split('/').at(-1) ?? '';

/** Two folders below one that is removed in the end. */
function twoFolders() {
  const path = temporaryFolder();
  mkdirSync(path('a'));
  mkdirSync(path('b'));
  const run = (...more: string[]) => tinyRun(path('a'), path('out'), '--dir', path('b'), ...more);
  return { path, run };
}

describe('a run over two directories', () => {
  const { path, run } = twoFolders();

  test('measures in both, round by round, and says where', async () => {
    const { status, stdout, stderr } = await copybench(run('--rounds', '4', '--sizes', '4KB,1MB'));
    expect(status, stderr).toBe(0);
    const { scenarios, directories, machine } = recordIn(path('out'));
    expect(directories?.map((one) => one.path)).toEqual([
      path('a/copybench-files'),
      path('b/copybench-files'),
    ]);
    const [a, b] = directories?.map(({ name }) => name) ?? [];
    expect(machine.directory).toMatchObject({ path: path('a/copybench-files') });
    expect(scenarios.map(({ id }) => id)).toEqual([
      `file-to-file/4KB/warm/buffered/new/${a}`,
      `file-to-file/4KB/warm/buffered/new/${b}`,
      `file-to-file/1MB/warm/buffered/new/${a}`,
      `file-to-file/1MB/warm/buffered/new/${b}`,
    ]);
    expect(scenarios.map(({ rounds }) => rounds)).toEqual([4, 4, 4, 4]);
    const measured = samplesIn(path('out')).filter((sample) => !isWarmUp(sample));
    for (const size of ['4KB', '1MB']) {
      const own = measured.filter(({ scenario }) => scenario.includes(`/${size}/`));
      expect(own.map(({ round }) => round)).toEqual([1, 2, 3, 4].flatMap((n) => Array(6).fill(n)));
      for (const round of [1, 2, 3, 4]) {
        const places = own.filter((one) => one.round === round).map(directoryOf);
        expect(new Set(places)).toEqual(new Set([a, b]));
      }
    }
    expect(stdout).toContain(`4 KB, file to file, on ${a}`);
    expect(stdout).toContain(`directory under test, ${b}: ${path('b/copybench-files')}`);
    expect(stdout).toContain('same-filesystem');
  });

  test('leaves nothing but fixtures, in each', () => {
    for (const folder of ['a', 'b'])
      expect(namesIn(path(folder, 'copybench-files')).every(isOurs)).toBe(true);
  });

  test('is read back as it was', async () => {
    const report = await copybench(['report', path('out')]);
    expect(report.status, report.stderr).toBe(0);
    expect(readFileSync(path('out/report.md'), 'utf8')).toContain('directory under test, ');
  });
});

const isOurs = (name: string): boolean => /^(?:fixture-|\.copybench$)/.test(name);

describe('a run over two directories that was killed', () => {
  const { path, run } = twoFolders();

  test('goes on in both where it was', async () => {
    const { child, ended } = start(run('--rounds', '30'));
    await samplesStored(path('out'), 20);
    child.kill('SIGKILL');
    await ended;
    const before = samplesIn(path('out'));
    const resumed = await copybench(['run', '--resume', path('out')]);
    expect(resumed.status, resumed.stderr).toBe(0);
    const { scenarios, seams } = recordIn(path('out'));
    expect(scenarios.map(({ rounds }) => rounds)).toEqual([30, 30]);
    expect(seams?.map(({ scenario }) => scenario)).toEqual(scenarios.map(({ id }) => id));
    const samples = samplesIn(path('out'));
    expect(samples.slice(0, before.length)).toEqual(before);
    const measured = samples.filter((sample) => !isWarmUp(sample));
    const keys = measured.map((one) => `${one.scenario} ${one.round} ${one.strategy}`);
    expect(new Set(keys).size).toBe(2 * 30 * 3);
    expect(keys).toHaveLength(2 * 30 * 3);
  });
});

describe('a run from one filesystem to another', () => {
  const path = temporaryFolder();
  const mounted = mountTmpfs('size=64m');
  const here = 'reason' in mounted ? mounted.reason : '';
  const target = 'folder' in mounted ? mounted.folder : '';

  test.skipIf(target === '')(
    `says what the kernel refuses, and measures the rest ${here}`,
    async () => {
      const strategies = ['--strategies', 'read-write,copy-file-range,reflink,splice,cp'];
      const words = tinyRun(path(), path('out'), '--copy-to', target, ...strategies);
      const { status, stdout, stderr } = await copybench(words);
      expect(status, stderr).toBe(0);
      const { scenarios, directories } = recordIn(path('out'));
      const [source, destination] = directories?.map(({ name }) => name) ?? [];
      expect(destination).toMatch(/^tmpfs/);
      expect(scenarios.map((one) => one.directories)).toEqual([{ source, destination }]);
      const outcomes = new Map(scenarios[0]!.strategies.map((one) => [one.name, one]));
      for (const name of ['copy-file-range', 'reflink'])
        expect(outcomes.get(name)).toMatchObject({
          outcome: 'unsupported',
          reason: expect.stringMatching(/EXDEV .+ between these two directories/),
        });
      for (const name of ['read-write', 'splice', 'cp'])
        expect(outcomes.get(name)).toMatchObject({ outcome: 'measured', class: 'copy' });
      expect(stdout).toContain(`from ${source} to ${destination}`);
      // No source lies there, so that nothing is kept.
      expect(namesIn(target)).toEqual([]);
    },
  );

  test('takes files, and is refused for a socket', async () => {
    const words = ['run', '--route', 'file-to-socket', '--dir', path(), '--copy-to', path()];
    const { status, stderr } = await copybench(words);
    expect(status).toBe(2);
    expect(stderr).toContain('E_USAGE: --copy-to says where files are copied to');
  });
});

test('a suite that compares directories asks for several', async () => {
  const path = temporaryFolder();
  const { status, stderr } = await copybench(['run', '--suite', 'filesystems', '--dir', path()]);
  expect(status).toBe(2);
  expect(stderr).toContain('The suite filesystems compares directories');
});

test('the same directory twice is refused before anything is made', async () => {
  const path = temporaryFolder();
  const { status, stderr } = await copybench(tinyRun(path(), path('out'), '--dir', path()));
  expect(status).toBe(2);
  expect(stderr).toContain(`E_USAGE: --dir names ${path()} twice`);
  expect(namesIn(path())).toEqual([]);
});

test('clean looks into every directory', async () => {
  const { path } = twoFolders();
  const { status, stdout } = await copybench(['clean', '--dir', path('a'), '--dir', path('b')]);
  expect(status).toBe(0);
  expect(stdout.match(/Nothing was left in/g)).toHaveLength(2);
});
