/** Nothing that a run started outlives it, whatever it dies of. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../fakes/folders.js';
import { samplesStored, start, tinyRun } from './program.js';

/** Processes that a process started, and those that they started. */
function descendantsOf(pid: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        return [
          {
            pid: Number(name),
            parent: Number(stat.slice(stat.lastIndexOf(')') + 4).split(' ')[0]),
          },
        ];
      } catch {
        return [];
      }
    });
  const children = parents.filter(({ parent }) => parent === pid).map((one) => one.pid);
  return children.flatMap((child) => [child, ...descendantsOf(child)]);
}

function alive(pid: number): boolean {
  try {
    // A zombie that nobody waits for has ended.
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** Those of `pids` that are workers. A copying program may have ended between the list and the look at it. */
function workersAmong(pids: readonly number[]): number[] {
  return pids.filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('worker.js');
    } catch {
      return false;
    }
  });
}

const hasProc = statSync('/proc/self/stat', { throwIfNoEntry: false }) !== undefined;

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
      const workers = workersAmong(started);
      expect(workers.length).toBeGreaterThan(1);
      // A stopped worker hears neither the end of its stdin nor anything else but SIGKILL.
      for (const pid of workers) process.kill(pid, 'SIGSTOP');
      child.kill(signal);
      await ended;
      for (let waited = 0; waited < 5000 && started.some(alive); waited += 20) await sleep(20);
      expect(started.filter(alive)).toEqual([]);
    },
  );

  test('that is ended by a second Ctrl-C leaves no process either', async () => {
    const path = temporaryFolder();
    const { child, ended } = start(
      tinyRun(path(), path('out'), '--sizes', '1MB', '--rounds', '1000'),
    );
    await samplesStored(path('out'), 8);
    const started = descendantsOf(child.pid!);
    const workers = workersAmong(started);
    expect(workers.length).toBeGreaterThan(1);
    for (const pid of workers) process.kill(pid, 'SIGSTOP');
    child.kill('SIGINT');
    await sleep(100);
    child.kill('SIGINT');
    expect((await ended).status).toBe(130);
    for (let waited = 0; waited < 5000 && started.some(alive); waited += 20) await sleep(20);
    expect(started.filter(alive)).toEqual([]);
  });
});
