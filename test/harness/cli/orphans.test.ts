/** Nothing that a run started outlives it, whatever it dies of. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../fakes/folders.js';
import { alive, descendantsOf, hasProc, withCommand } from '../../fakes/processes.js';
import { samplesStored, start, tinyRun } from './program.js';

describe.skipIf(!hasProc)('a run with a hung worker (skipped: needs /proc)', () => {
  test.each(['SIGKILL', 'SIGABRT'] as const)(
    'that dies of %s leaves no process',
    async (signal) => {
      const path = temporaryFolder();
      const { child, ended } = start(
        tinyRun(path(), path('out'), '--sizes', '1MB', '--rounds', '1000'),
      );
      await samplesStored(path('out'), 8);
      const started = descendantsOf(child.pid!);
      const workers = withCommand(started, 'worker.js read-write').concat(
        withCommand(started, 'worker.js cp'),
      );
      expect(workers.length).toBeGreaterThan(1);
      // A stopped worker hears neither the end of its stdin nor anything else but SIGKILL.
      for (const pid of workers) process.kill(pid, 'SIGSTOP');
      child.kill(signal);
      await ended;
      for (let waited = 0; waited < 30_000 && started.some(alive); waited += 20) await sleep(20);
      expect(started.filter(alive)).toEqual([]);
    },
  );

  test('that is ended by a second Ctrl-C leaves no process either', async () => {
    const path = temporaryFolder();
    const { child, ended, said } = start(
      tinyRun(path(), path('out'), '--sizes', '1MB', '--rounds', '1000'),
    );
    await samplesStored(path('out'), 8);
    const started = descendantsOf(child.pid!);
    const workers = withCommand(started, 'worker.js read-write').concat(
      withCommand(started, 'worker.js cp'),
    );
    expect(workers.length).toBeGreaterThan(1);
    for (const pid of workers) process.kill(pid, 'SIGSTOP');
    child.kill('SIGINT');
    await said('Finishing the copy in flight');
    child.kill('SIGINT');
    expect((await ended).status).toBe(130);
    for (let waited = 0; waited < 30_000 && started.some(alive); waited += 20) await sleep(20);
    expect(started.filter(alive)).toEqual([]);
  });
});
