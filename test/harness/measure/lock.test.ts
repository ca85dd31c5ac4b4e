/** One owner at a time: a living one is respected, a dead one is replaced, by one of those who try. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { takeLock } from '../../../harness/measure/lock.js';
import { namesIn, temporaryFolder } from '../../fakes/folders.js';

const path = temporaryFolder();
const lock = path('copybench.lock');
afterEach(() => {
  rmSync(lock, { force: true });
  expect(namesIn(path())).toEqual([]);
});

/** The pid of a process that has ended. */
function deadPid(): number {
  return spawnSync('true').pid;
}

function leaveLock(owner: Record<string, unknown>): void {
  writeFileSync(lock, JSON.stringify({ hostname: hostname(), startTicks: null, ...owner }));
}

/** Field 22 of /proc/self/stat; the runner's own name holds no spaces. */
const ownTicks = (): number => Number(readFileSync('/proc/self/stat', 'utf8').split(' ')[21]);

test('the lock names its owner, and is gone when released', async () => {
  const taken = await takeLock(lock);
  expect(namesIn(path())).toEqual(['copybench.lock']);
  expect(JSON.parse(readFileSync(lock, 'utf8'))).toMatchObject({
    pid: process.pid,
    hostname: hostname(),
  });
  await taken.release();
  expect(existsSync(lock)).toBe(false);
  await taken.release();
});

test('it is released at once as well', async () => {
  const taken = await takeLock(lock);
  taken.releaseSync();
  expect(existsSync(lock)).toBe(false);
});

describe('a lock that is held', () => {
  test('by a living process is E_LOCKED with its pid and the way out', async () => {
    const child = spawn('sleep', ['60'], { stdio: 'ignore' });
    onTestFinished(() => void child.kill());
    leaveLock({ pid: child.pid });
    await expect(takeLock(lock)).rejects.toMatchObject({
      code: 'E_LOCKED',
      message: expect.stringMatching(new RegExp(`process ${child.pid} on .+${lock}.+--dir`, 's')),
    });
    expect(existsSync(lock)).toBe(true);
  });

  test('by this very process is E_LOCKED too', async () => {
    const taken = await takeLock(lock);
    await expect(takeLock(lock)).rejects.toMatchObject({ code: 'E_LOCKED' });
    await taken.release();
    await (await takeLock(lock)).release();
  });

  test("by another user's process is E_LOCKED", async () => {
    // Process 1 belongs to root: a signal to it is EPERM for everybody else.
    leaveLock({ pid: 1 });
    await expect(takeLock(lock)).rejects.toMatchObject({ code: 'E_LOCKED' });
  });

  test('on another host is E_LOCKED: nothing can be known of it', async () => {
    leaveLock({ pid: deadPid(), hostname: 'elsewhere' });
    await expect(takeLock(lock)).rejects.toThrow(/on elsewhere/);
  });
});

describe('a stale lock is taken over', () => {
  const stale: [string, () => void][] = [
    ['of a process that is gone', () => leaveLock({ pid: deadPid() })],
    ['that is empty', () => writeFileSync(lock, '')],
    ['of garbage', () => writeFileSync(lock, '{"pid":')],
    ['of another form', () => leaveLock({ pid: -1 })],
    ['of deep nesting', () => writeFileSync(lock, '['.repeat(4000))],
    ['of a host with a name of 4000 characters', () => leaveLock({ hostname: 'h'.repeat(4000) })],
  ];

  test.each(stale)('%s', async (_, leave) => {
    leave();
    const taken = await takeLock(lock);
    expect(JSON.parse(readFileSync(lock, 'utf8'))).toMatchObject({ pid: process.pid });
    await taken.release();
  });

  test.skipIf(!existsSync('/proc/self/stat'))(
    'whose pid went to a later process, which its start tells',
    async () => {
      leaveLock({ pid: process.pid, startTicks: ownTicks() - 1 });
      await (await takeLock(lock)).release();
      leaveLock({ pid: process.pid, startTicks: ownTicks() });
      await expect(takeLock(lock)).rejects.toMatchObject({ code: 'E_LOCKED' });
    },
  );

  test('although somebody was killed while taking it over', async () => {
    leaveLock({ pid: deadPid() });
    writeFileSync(`${lock}.turn`, readFileSync(lock));
    await (await takeLock(lock)).release();
  });

  test('not while somebody else takes it over', async () => {
    leaveLock({ pid: deadPid() });
    writeFileSync(
      `${lock}.turn`,
      JSON.stringify({ pid: 1, hostname: hostname(), startTicks: null }),
    );
    await expect(takeLock(lock)).rejects.toThrow('process 1 on');
    rmSync(`${lock}.turn`);
  });
});

describe('what is no lock of ours', () => {
  const others: [string, () => void][] = [
    ['a FIFO', () => execFileSync('mkfifo', [lock])],
    ['a directory', () => mkdirSync(lock)],
    ['a file of 2 TB', () => (writeFileSync(lock, ''), truncateSync(lock, 2e12))],
    ['a link to a device', () => symlinkSync('/dev/zero', lock)],
  ];

  test.each(others)('such as %s, is neither read nor removed', async (_, leave) => {
    leave();
    await expect(takeLock(lock)).rejects.toMatchObject({
      code: 'E_LOCKED',
      message: expect.stringMatching(/is none.*Remove it/),
    });
    expect(namesIn(path())).toEqual(['copybench.lock']);
    rmSync(lock, { recursive: true });
  });

  test('is not waited for, nor removed, when it took the place of ours', async () => {
    const mine = await takeLock(lock);
    rmSync(lock);
    execFileSync('mkfifo', [lock]);
    mine.releaseSync();
    expect(namesIn(path())).toEqual(['copybench.lock']);
  });
});

describe('of many who try at once', () => {
  test.each(['no lock', 'a stale lock'])('exactly one gets it, from %s', async (from) => {
    const pid = deadPid();
    for (let i = 0; i < 50; i++) {
      if (from === 'a stale lock') leaveLock({ pid });
      const tries = await Promise.allSettled(Array.from({ length: 8 }, () => takeLock(lock)));
      const taken = tries.filter((one) => one.status === 'fulfilled');
      const refused = tries.filter((one) => one.status === 'rejected');
      expect(taken).toHaveLength(1);
      expect(refused.every(({ reason }) => reason.code === 'E_LOCKED')).toBe(true);
      await taken[0]!.value.release();
      expect(namesIn(path())).toEqual([]);
    }
  });
});

test('a lock that was taken over meanwhile stays with its new owner', async () => {
  const mine = await takeLock(lock);
  leaveLock({ pid: 1 });
  await mine.release();
  expect(JSON.parse(readFileSync(lock, 'utf8'))).toMatchObject({ pid: 1 });
});

test('a folder that is not there is the system error', async () => {
  await expect(takeLock(path('missing', 'lock'))).rejects.toMatchObject({ code: 'ENOENT' });
});
