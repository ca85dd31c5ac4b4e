/** Whole runs that something happens to: processes killed, folders removed, disks filled, clocks set. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mountTmpfs, namesIn, temporaryFolder } from '../fakes/folders.js';
import { alive, descendantsOf, hasProc, withCommand } from '../fakes/processes.js';
import {
  copybench,
  endlessRun,
  recordIn,
  samplesIn,
  samplesStored,
  start,
  tinyRun,
  type Ended,
  type Started,
} from '../harness/cli/program.js';
import type { Driver } from './driver.js';
import { DRIVER, type Test } from './subjects.js';

/** What a run leaves where it copied files of this size. */
const kept = (size: string): string[] => [
  '.copybench',
  `fixture-${size}.bin`,
  `fixture-${size}.json`,
];

/** No process of a run is left, a little while after its end. */
async function expectGone(pids: readonly number[]): Promise<void> {
  for (let waited = 0; waited < 30_000 && pids.some(alive); waited += 20) await sleep(20);
  expect(pids.filter(alive)).toEqual([]);
}

/** Of every strategy that did not fail there is one sample of each round: none is lost, none counted twice. */
function expectWhole(out: string): void {
  for (const { id, rounds, strategies } of recordIn(out).scenarios) {
    for (const { name } of strategies.filter(({ outcome }) => outcome === 'measured')) {
      const taken = samplesIn(out)
        .filter((one) => one.scenario === id && one.strategy === name && one.round > 0)
        .map(({ round }) => round);
      // Where the run was interrupted, the last round may have begun.
      const last = taken.length > rounds ? rounds : taken.length;
      expect([rounds, rounds - 1]).toContain(last);
      expect(taken).toEqual(Array.from({ length: taken.length }, (_, at) => at + 1));
    }
  }
}

function outcomesIn(out: string): Record<string, string> {
  const told = recordIn(out).scenarios.flatMap(({ strategies }) => strategies);
  return Object.fromEntries(told.map(({ name, outcome }) => [name, outcome]));
}

/** Does `act` once so many samples are stored, and waits for the end. Every process of the run is gone then. */
async function inMidRun(
  words: readonly string[],
  out: string,
  act: (run: Started) => void,
  samples = 12,
): Promise<Ended> {
  const run = start(words);
  const early = await Promise.race([run.ended, samplesStored(out, samples)]);
  if (early) throw new Error(`it ended before ${samples} samples: ${early.stderr}`);
  const started = descendantsOf(run.child.pid!);
  act(run);
  const ended = await run.ended;
  await expectGone(started);
  return ended;
}

function killOne({ child }: Started, words: string): void {
  const [pid] = withCommand(descendantsOf(child.pid!), words);
  expect(pid).toBeDefined();
  process.kill(pid!, 'SIGKILL');
}

describe.skipIf(!hasProc)('a process that is killed in mid-run (skipped: needs /proc)', () => {
  test('a worker: its strategy fails with that as the reason, the others are measured', async () => {
    const path = temporaryFolder();
    const out = path('out');
    const words = tinyRun(path(), out, '--sizes', '1MB', '--rounds', '40');
    const { status } = await inMidRun(words, out, (run) => killOne(run, 'worker.js cp'));
    expect(status).toBe(5);
    expect(outcomesIn(out)).toEqual({ 'read-write': 'measured', cp: 'failed' });
    expect(JSON.stringify(recordIn(out))).toContain('The worker was ended by SIGKILL');
    expectWhole(out);
    expect(namesIn(path('copybench-files'))).toEqual(kept('1MB'));
  });

  test.each([
    ['file-to-socket', 'companion-process.js', 'read-write,splice', '10MB', 12],
    ['socket-to-file', 'companion-process.js', 'read-write,splice', '10MB', 12],
    // One sample is many requests, and takes a while.
    ['http', 'client-process.js', 'http-stream-pipe,http-sendfile', '1MB', 4],
  ])(
    'the far end of %s: the copy is made again, and nobody fails',
    async (suite, program, ...[names, size, samples]) => {
      const path = temporaryFolder();
      const out = path('out');
      const reference = names.split(',')[0]!;
      const words = ['run', '--suite', suite, '--socket', 'tcp', '--strategies', names];
      const more = ['--reference', reference, '--sizes', size, '--rounds', String(samples / 2)];
      const places = ['--ballast', 'off', '--dir', path(), '--out', out];
      // Most of the time a copy is on its way; where none was, a fresh far end is there before the next.
      const kill = (started: Started): void => killOne(started, program);
      const { status } = await inMidRun([...words, ...more, ...places], out, kill, samples);
      const warnings = recordIn(out).warnings.map(({ code, message }) => ({ code, message }));
      expect(warnings.filter(({ code }) => code === 'strategy-failed')).toEqual([]);
      expect(status).toBe(0);
      expect(outcomesIn(out)).toEqual(
        Object.fromEntries(names.split(',').map((name) => [name, 'measured'])),
      );
      for (const { message } of warnings.filter(({ code }) => code === 'sample-discarded'))
        expect(message).toMatch(/was ended by SIGKILL/);
      expectWhole(out);
      expect(namesIn(path('copybench-files'))).toEqual(kept(size));
    },
  );
});

describe('a folder that is removed in mid-run', () => {
  test.each([
    ['all of copybench-files', 'copybench-files'],
    ['the source', 'copybench-files/fixture-1MB.bin'],
  ])('%s: the run ends and says so, fails nobody, and goes on when it is back', async (_, name) => {
    const path = temporaryFolder();
    const out = path('out');
    const words = tinyRun(path(), out, '--sizes', '1MB', '--rounds', '40');
    const { status, stderr } = await inMidRun(words, out, () =>
      rmSync(path(name), { recursive: true }),
    );
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /copybench: E_DIRECTORY: .+ is gone: something removed it during the run/,
    );
    expect(existsSync(join(out, 'journal.jsonl'))).toBe(false);
    const before = samplesIn(out);
    expect((await copybench(['report', out])).status).toBe(0);
    expect((await copybench(['run', '--resume', out])).status).toBe(0);
    expect(samplesIn(out).slice(0, before.length)).toEqual(before);
    expect(outcomesIn(out)).toEqual({ 'read-write': 'measured', cp: 'measured' });
    expect(namesIn(path('copybench-files'))).toEqual(kept('1MB'));
  });

  test('that of the results: the run ends with the round, since all it writes would be lost', async () => {
    const path = temporaryFolder();
    const out = path('out');
    const { status, stderr } = await inMidRun(endlessRun(path(), out), out, () =>
      rmSync(out, { recursive: true }),
    );
    expect(status).toBe(2);
    expect(stderr).toMatch(/E_DIRECTORY: .+samples\.jsonl was removed while the run wrote to it/);
    expect(namesIn(path('copybench-files'))).toEqual(kept('1MB'));
    expect(existsSync(out)).toBe(false);
  });

  test('that of the results is moved away: the samples follow it', async () => {
    const path = temporaryFolder();
    const [out, aside] = [path('out'), path('aside')];
    const { status, stderr } = await inMidRun(
      tinyRun(path(), out, '--sizes', '1MB', '--rounds', '10'),
      out,
      () => renameSync(out, aside),
    );
    expect([status, stderr]).toEqual([1, expect.stringContaining('ENOENT')]);
    expect(samplesIn(aside)).toHaveLength(3 * 11);
  });
});

/** A tmpfs of 64 MB; skips the test where this process may not mount one. */
function smallDisk(context: Test): string {
  const mounted = mountTmpfs('size=64m');
  return 'reason' in mounted ? context.skip(mounted.reason) : mounted.folder;
}

function driverFor(context: Test): Driver {
  return DRIVER ?? context.skip('needs a C++ compiler on Linux');
}

/** A run of copies that are a third of the disk; `results` lie where `out` says. */
async function fill(disk: string, out: string): Promise<Ended> {
  const words = ['--sizes', '20MB', '--rounds', '40', '--keep-free', '1MB'];
  return inMidRun(tinyRun(disk, out, ...words), out, () => {
    // Goes on until nothing more can be written, whatever the run frees meanwhile.
    for (let tries = 0; tries < 200; tries += 1) {
      spawnSync('dd', ['if=/dev/zero', `of=${join(disk, `filler-${tries}`)}`, 'bs=64K']);
    }
  });
}

describe('a disk of 64 MB that another process fills in mid-run', () => {
  test('the run ends and says so, fails nobody, and goes on when there is room', async (context) => {
    const disk = smallDisk(context);
    const out = temporaryFolder()('out');
    const { status, stderr } = await fill(disk, out);
    expect([status, stderr]).toEqual([2, expect.stringContaining('E_FIXTURE_SPACE: ')]);
    expect(stderr).toMatch(/free in .+, and a copy takes 20\.0 MB: something else filled the disk/);
    expect(namesIn(join(disk, 'copybench-files'))).toEqual(kept('20MB'));
    const before = samplesIn(out);
    for (const name of namesIn(disk)) {
      if (name.startsWith('filler')) rmSync(join(disk, name));
    }
    expect((await copybench(['run', '--resume', out])).status).toBe(0);
    expect(samplesIn(out).slice(0, before.length)).toEqual(before);
    expect(outcomesIn(out)).toEqual({ 'read-write': 'measured', cp: 'measured' });
  });

  test('with the results on it: whole samples are kept, and the run goes on with them', async (context) => {
    const disk = smallDisk(context);
    const out = join(disk, 'out');
    const { status, stderr } = await fill(disk, out);
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(/E_FIXTURE_SPACE|E_DIRECTORY: .+ENOSPC/),
    ]);
    for (const name of namesIn(disk)) {
      if (name.startsWith('filler')) rmSync(join(disk, name));
    }
    expect((await copybench(['run', '--resume', out])).status).toBe(0);
    expectWhole(out);
    expect(outcomesIn(out)).toEqual({ 'read-write': 'measured', cp: 'measured' });
    expect(namesIn(join(disk, 'copybench-files'))).toEqual(kept('20MB'));
  });
});

test('a wall clock that jumps in the middle of a copy: it is made again, and no time jumps with it', async (context) => {
  const { interpose } = driverFor(context);
  const path = temporaryFolder();
  const [out, offset] = [path('out'), path('offset')];
  const setClock = (seconds: number): void => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(seconds));
    writeFileSync(offset, bytes, { flag: existsSync(offset) ? 'r+' : 'w' });
  };
  setClock(0);
  const { child, ended } = start(endlessRun(path(), out), {
    environment: { LD_PRELOAD: interpose, COPYBENCH_CLOCK_FILE: offset },
  });
  await samplesStored(out, 20);
  const journal = join(out, 'journal.jsonl');
  for (let hours = 1; !existsSync(journal); hours = -hours) {
    setClock(hours * 3600);
    await sleep(100);
  }
  child.kill('SIGINT');
  expect((await ended).status).toBe(130);
  expect(readFileSync(journal, 'utf8')).toMatch(/the clock jumped by -?3600\.0 s/);
  expectWhole(out);
  expect(Object.values(outcomesIn(out))).not.toContain('failed');
  const { startedAt, finishedAt, time } = recordIn(out);
  expect(Date.parse(finishedAt)).not.toBeNaN();
  expect(Date.parse(startedAt)).not.toBeNaN();
  const longestNs = Math.max(...samplesIn(out).map(({ elapsedNs }) => elapsedNs), time.totalNs);
  expect(longestNs).toBeLessThan(600e9);
  expect(namesIn(path('copybench-files'))).toEqual(kept('1MB'));
});
