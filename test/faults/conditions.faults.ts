/** Copies under conditions: short calls, storms of signals, limits, a full pipe account, far ends that fail. */
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { writeRandomFile } from '../native/native-room.js';
import { readTold, run, type Told } from './driver.js';
import { clear, type Subject } from './injection.js';
import { SUBJECTS, subjectFor } from './subjects.js';
import { Tally } from './tally.js';
import { errnoOf, isGood, judge, leftIn, type Expected, type Outcome } from './verdict.js';

const tally = new Tally('Copies under conditions, by condition');
afterAll(() => tally.publish('conditions.md'));

const tells =
  (...codes: string[]) =>
  ({ errno = 0 }: Told): boolean =>
    codes.map(errnoOf).includes(errno);

/** What the C library calls a system call where strace knows it by another name. */
const LIBRARY_NAMES: Record<string, string> = {
  sendto: 'send',
  recvfrom: 'recv',
  pwrite64: 'pwrite',
};
const MOVING = /^(?:read|write|pwrite64|splice|tee|sendfile|copy_file_range|sendto|recvfrom)$/;
/** 997 is prime, so that it divides no buffer, no page and no pipe. */
const SHORT = ['short=1', 'short=997'];

interface Condition {
  settings?: readonly string[];
  env?: NodeJS.ProcessEnv;
  expected?: Partial<Expected>;
}

async function copyUnder(subject: Subject, condition: Condition): Promise<Outcome> {
  const { driver, folder, args, good } = subject;
  clear(folder);
  const { settings = [], env = {}, expected = {} } = condition;
  const ended = await run(driver.program, [...args, ...settings], { env });
  if (env['COPYBENCH_FAULT'] && !ended.stderr.includes('struck')) return 'never struck';
  return judge(ended, folder, { good, mayTell: () => false, mayCopy: true, ...expected });
}

/** The calls that move bytes, each with its first, a middle and its last time, and every time (0). */
function shortened({ calls }: Subject): [string, number][] {
  const names = calls.map(({ name }) => name).filter((name) => MOVING.test(name));
  return [...new Set(names)].flatMap((name) => {
    const count = names.filter((other) => other === name).length;
    return [...new Set([0, 1, Math.ceil(count / 2), count])].map((when): [string, number] => [
      LIBRARY_NAMES[name] ?? name,
      when,
    ]);
  });
}

/** A source large enough to be interrupted often: some 5000 calls. */
function enlarge(subject: Subject): Subject {
  const sizeBytes = 20_000_000;
  writeRandomFile(join(subject.folder, 'source'), sizeBytes);
  return { ...subject, args: [...subject.args, 'limit=4096'] };
}

async function goodCopy(subject: Subject): Promise<Subject> {
  clear(subject.folder);
  const { stdout } = await run(subject.driver.program, subject.args);
  const { movedBytes = 0, crc32c } = readTold(stdout);
  return { ...subject, good: { movedBytes, crc32c, left: leftIn(subject.folder) } };
}

describe('a copy', () => {
  test.concurrent.for(SUBJECTS)('of %s, %s, is true or told', async ([copier, route], context) => {
    const subject = await subjectFor([copier, route], context);
    const name = `${copier} ${route}`;
    const add = async (row: string, condition: Condition, in_ = subject): Promise<void> => {
      tally.add(row, await copyUnder(in_, condition), `${name} under ${row}`);
    };
    const interpose = subject.driver.interpose;
    // Past the page cache the kernel refuses to go on at an offset that is no multiple of a sector.
    const isDirect = subject.calls.some(({ line }) => line.includes('O_DIRECT'));
    const mayTell = isDirect ? tells('EINVAL') : () => false;
    for (const [call, when] of shortened(subject)) {
      for (const how of SHORT) {
        const env = { LD_PRELOAD: interpose, COPYBENCH_FAULT: `${call}:${how}:${when}` };
        await add(`short counts of ${call}`, { env, expected: { mayTell } });
      }
    }
    for (const descriptors of [0, 1, 2, 3, 4, 5]) {
      const expected = { mayTell: tells('EMFILE') };
      await add('RLIMIT_NOFILE', { settings: [`nofile=${descriptors}`], expected });
    }
    if (route.endsWith('-to-file')) {
      // What btrfs says of a clone that is too large is EINVAL.
      const expected = { mayTell: tells('EFBIG', 'EINVAL') };
      await add('RLIMIT_FSIZE', { settings: ['fsize=100000'], expected });
    }
    if (route !== 'file-to-file') {
      for (const sigpipe of ['sigpipe=0', 'sigpipe=1']) {
        const expected = { mayTell: tells('EPIPE', 'ECONNRESET'), mayCopy: false };
        await add('a far end that hangs up', { settings: ['manner=2', sigpipe], expected });
      }
      for (const hertz of [0, 1000]) {
        const expected = { mayTell: tells('ETIMEDOUT'), mayCopy: false };
        const settings = ['manner=1', 'deadline=300', `signals=${hertz}`];
        const large = enlarge(subject);
        await add(`a silent far end, ${hertz} signals a second`, { settings, expected }, large);
      }
    }
    const large = await goodCopy(enlarge(subject));
    for (const hertz of [1000, 5000]) {
      await add(`${hertz} signals a second`, { settings: [`signals=${hertz}`] }, large);
    }
    expect(tally.badOf(name)).toEqual([]);
  });

  test.concurrent.for(SUBJECTS.filter(([, route]) => route === 'file-to-file'))(
    'of %s, %s, by a user whose pipes are all taken',
    async ([copier, route], context) => {
      if (process.getuid?.() !== 0) context.skip('needs root, to become another user');
      const subject = await subjectFor([copier, route], context);
      chmodSync(subject.folder, 0o777);
      chmodSync(join(subject.folder, 'source'), 0o644);
      // 64 pipes of 1 MiB are the 16384 pages of pipe-user-pages-soft.
      const settings = ['user=65534', 'pipes=70', 'pipe=1048576'];
      const outcome = await copyUnder(subject, {
        settings,
        expected: { mayTell: tells('EPERM') },
      });
      tally.add('pipe-user-pages-soft', outcome, `${copier} ${route} without pipes`);
      expect(isGood(outcome)).toBe(true);
      if (copier.startsWith('splice')) expect(outcome).toBe('error told');
    },
  );
});
