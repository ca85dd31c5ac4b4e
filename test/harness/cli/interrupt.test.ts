/** Ctrl-C, SIGTERM, SIGHUP and SIGKILL in the middle of a run of the compiled program. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { namesIn, temporaryFolder } from '../../fakes/folders.js';
import { alive, descendantsOf, hasProc, untilStopped, withCommand } from '../../fakes/processes.js';
import {
  copybench,
  endlessRun,
  recordIn,
  samplesIn,
  samplesStored,
  start,
  type Started,
  tinyRun,
} from './program.js';

const FIXTURES = ['.copybench', 'fixture-1MB.bin', 'fixture-1MB.json'];

describe.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s', (signal, status) => {
  const path = temporaryFolder();
  const out = path('out');

  test(`ends after the copy in flight, reports, clears away and exits with ${status}`, async () => {
    const { child, ended } = start(endlessRun(path(), out));
    await samplesStored(out, 20);
    child.kill(signal);
    const run = await ended;
    expect(run.stderr).toContain('Finishing the copy in flight');
    expect(run.status).toBe(status);
    expect(run.stdout).toContain('1 MB, file to file');

    const record = recordIn(out);
    expect(record.interrupted).toBe(true);
    expect(record.scenarios[0]).toMatchObject({ stopped: 'interrupted' });
    expect(record.scenarios[0]?.order.flat()).toHaveLength(samplesIn(out).length);
    expect(readFileSync(path('out', 'report.md'), 'utf8')).toContain('interrupted');
    expect(namesIn(path('copybench-files'))).toEqual(FIXTURES);
  });

  test('the report can be made again', async () => {
    const before = readFileSync(path('out', 'report.md'), 'utf8');
    expect((await copybench(['report', out])).status).toBe(0);
    expect(readFileSync(path('out', 'report.md'), 'utf8')).toBe(before);
  });
});

describe('a strategy whose turn did not come', () => {
  const path = temporaryFolder();

  test('is not called failed', async () => {
    const { child, ended } = start(endlessRun(path(), path('out')));
    await samplesStored(path('out'), 1);
    child.kill('SIGINT');
    await ended;
    const outcomes = recordIn(path('out')).scenarios.flatMap(({ strategies }) =>
      strategies.map(({ outcome }) => outcome),
    );
    expect(outcomes).not.toContain('failed');
  });
});

describe('Ctrl-Z and fg', () => {
  const path = temporaryFolder();

  test('in the middle of a copy: it does not count, is made again, and the report says so', async () => {
    const words = endlessRun(path(), path('out'));
    const { child, ended } = start([...words, '--sizes', '100MB', '--strategies', 'stream-pipe']);
    await samplesStored(path('out'), 1);
    const journal = path('out', 'journal.jsonl');
    // Most of the time a copy is on its way, and the next try meets one.
    while (!existsSync(journal) || !readFileSync(journal, 'utf8').includes('SIGCONT')) {
      child.kill('SIGSTOP');
      await sleep(20);
      child.kill('SIGCONT');
      await sleep(50);
    }
    child.kill('SIGINT');
    await ended;
    const { warnings, scenarios } = recordIn(path('out'));
    const about = warnings.find(({ code }) => code === 'sample-discarded');
    expect(about?.message).toContain('was made again: copybench was stopped and continued');
    expect(samplesIn(path('out')).map(({ strategy }) => strategy)).toEqual(
      scenarios.flatMap(({ order }) => order.flat()),
    );
  });
});

describe.skipIf(!hasProc)('SIGSTOP and SIGCONT to a worker alone (skipped: needs /proc)', () => {
  const path = temporaryFolder();

  test('in the middle of a copy: it does not count, and is made again', async () => {
    const words = endlessRun(path(), path('out'));
    const { child, ended } = start([...words, '--sizes', '100MB', '--strategies', 'stream-pipe']);
    await samplesStored(path('out'), 1);
    const workers = withCommand(descendantsOf(child.pid!), 'worker.js stream-pipe');
    expect(workers.length).toBeGreaterThan(0);
    const journal = path('out', 'journal.jsonl');
    const stopped = /takes part in copies \(\d+\) was stopped and continued/;
    // Most of the time a copy is on its way, and the next try meets one.
    while (!existsSync(journal) || !stopped.test(readFileSync(journal, 'utf8'))) {
      for (const pid of workers) process.kill(pid, 'SIGSTOP');
      await sleep(20);
      for (const pid of workers) process.kill(pid, 'SIGCONT');
      await sleep(50);
    }
    child.kill('SIGINT');
    expect((await ended).status).toBe(130);
    const { scenarios, warnings } = recordIn(path('out'));
    expect(warnings.map(({ code }) => code)).toContain('sample-discarded');
    expect(samplesIn(path('out')).map(({ strategy }) => strategy)).toEqual(
      scenarios.flatMap(({ order }) => order.flat()),
    );
  });
});

describe.skipIf(!hasProc)('a second Ctrl-C (skipped: needs /proc)', () => {
  const path = temporaryFolder();

  test('ends at once, and leaves neither copies nor lock', async () => {
    const { child, ended, said } = start(endlessRun(path(), path('out')));
    await samplesStored(path('out'), 1);
    // A copy that does not end, so that the first signal has something to wait for.
    const workers = withCommand(descendantsOf(child.pid!), 'worker.js read-write');
    expect(workers.length).toBeGreaterThan(0);
    for (const pid of workers) process.kill(pid, 'SIGSTOP');
    child.kill('SIGINT');
    await said('Finishing the copy in flight');
    child.kill('SIGINT');
    const run = await ended;
    expect(run.status).toBe(130);
    expect(run.stdout).toBe('');
    expect(namesIn(path('copybench-files'))).toEqual(FIXTURES);
  });
});

/**
 * Starts a run and stops it while a fixture is half made, which takes a second try where the disk was faster.
 *
 * @param before what is done to the run as soon as the fixture is begun
 */
async function stoppedAtHalfAFixture(
  dir: string,
  out: string,
  before: (started: Started) => Promise<void> = () => Promise.resolve(),
): Promise<Started> {
  const folder = join(dir, 'copybench-files');
  const half = join(folder, 'fixture-500MB.bin.partial');
  for (;;) {
    const started = start(tinyRun(dir, out, '--sizes', '500MB'));
    const { child, ended } = started;
    while (!existsSync(half) && alive(child.pid!)) await sleep(5);
    await before(started);
    child.kill('SIGSTOP');
    await untilStopped(child.pid!);
    if (existsSync(half)) return started;
    child.kill('SIGKILL');
    await ended;
    for (const left of [folder, out]) rmSync(left, { recursive: true, force: true });
  }
}

describe.skipIf(!hasProc)('half a fixture (skipped: needs /proc)', () => {
  const path = temporaryFolder();
  const folder = path('copybench-files');

  test('is not left by a second Ctrl-C', async () => {
    const interrupted = await stoppedAtHalfAFixture(path(), path('out'), async (started) => {
      started.child.kill('SIGINT');
      await started.said('Finishing the copy in flight');
    });
    interrupted.child.kill('SIGINT');
    interrupted.child.kill('SIGCONT');
    expect((await interrupted.ended).status).toBe(130);
    expect(namesIn(folder)).toEqual(['.copybench']);
  });

  test('that SIGKILL left is among what the next run removes', async () => {
    const { child, ended } = await stoppedAtHalfAFixture(path(), path('half'));
    child.kill('SIGKILL');
    await ended;
    expect(namesIn(folder)).toContain('fixture-500MB.bin.partial');
    await copybench(tinyRun(path(), path('after')));
    expect(namesIn(folder).filter((name) => name.includes('500MB'))).toEqual([]);
    expect(recordIn(path('after')).warnings.map(({ code }) => code)).toContain('leftovers-removed');
  });
});

describe('kill -9', () => {
  const path = temporaryFolder();

  test('loses no sample, and the next run clears up after it', async () => {
    const { child, ended } = start(endlessRun(path(), path('killed')));
    await samplesStored(path('killed'), 10);
    child.kill('SIGKILL');
    await ended;
    expect(samplesIn(path('killed')).length).toBeGreaterThanOrEqual(10);
    const left = namesIn(path('copybench-files')).filter((name) => !FIXTURES.includes(name));
    expect(left).toEqual([
      'copybench.lock',
      expect.stringMatching(/^ledger-/),
      expect.stringMatching(/^run-[0-9a-f]{16}$/),
    ]);
    const dry = await copybench(['clean', '--dir', path(), '--dry-run']);
    expect(dry.stdout).toContain(`Would remove ${left[2]} from `);
    expect(namesIn(path('copybench-files'))).toContain(left[2]);

    const next = await copybench(tinyRun(path(), path('next')));
    expect(next.status).toBe(0);
    const [warning] = recordIn(path('next')).warnings.filter(
      ({ code }) => code === 'leftovers-removed',
    );
    expect(warning?.message).toContain(left[2]);
    const kept = namesIn(path('copybench-files')).filter((name) => !name.startsWith('fixture-'));
    expect(kept).toEqual(['.copybench']);
  });
});

describe('copybench clean', () => {
  const path = temporaryFolder();

  test('removes what a killed run left, and then has nothing to do', async () => {
    const { child, ended } = start(endlessRun(path(), path('killed')));
    await samplesStored(path('killed'), 5);
    const busy = await copybench(['clean', '--dir', path()]);
    expect([busy.status, busy.stderr]).toEqual([2, expect.stringContaining('E_LOCKED')]);
    child.kill('SIGKILL');
    await ended;
    const cleaned = await copybench(['clean', '--dir', path()]);
    expect(cleaned.stdout).toMatch(/^Removed run-[0-9a-f]{16} from .+copybench-files\n$/);
    expect(namesIn(path('copybench-files'))).toEqual(FIXTURES);
    expect((await copybench(['clean', '--dir', path()])).stdout).toContain('Nothing was left');
  });
});

describe('the record of a run that was killed in its second scenario', () => {
  const path = temporaryFolder();

  test('is reported with a warning about what it lacks', async () => {
    const words = tinyRun(path(), path('out'), '--sizes', '4KB,1MB', '--rounds', '100');
    const { child, ended } = start(words);
    const inSecond = () =>
      namesIn(path()).includes('out') &&
      namesIn(path('out')).includes('samples.jsonl') &&
      readFileSync(join(path('out'), 'samples.jsonl'), 'utf8').includes('/1MB/');
    while (!inSecond()) await sleep(5);
    child.kill('SIGKILL');
    await ended;
    const report = await copybench(['report', path('out')]);
    expect(report.status).toBe(0);
    expect(report.stdout).toContain('4 KB, file to file');
    expect(report.stdout).toContain('1 MB, file to file');
    expect(report.stdout).toMatch(/samples-truncated: The run was killed: \d+ samples of a/);
  });
});
