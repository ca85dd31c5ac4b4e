/** Has one system call of a copier fail by strace(1), and judges what comes of it. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Call } from './calls.js';
import { traceCalls } from './calls.js';
import { readTold, run, type Driver, type Told } from './driver.js';
import { errnoOf, judge, leftIn, type GoodRun, type Outcome } from './verdict.js';

export const ERRORS = [
  'EIO',
  'ENOSPC',
  'EDQUOT',
  'EINTR',
  'EAGAIN',
  'ENOMEM',
  'EFBIG',
  'EXDEV',
  'EPERM',
] as const;

/** An errno by name, or a number that the call returns without having done anything. */
export type Fault = (typeof ERRORS)[number] | 'returns 0';

/** Calls that move bytes: any of them may say that there are none. */
const MOVING = /^(?:read|write|pwrite64|splice|tee|sendfile|copy_file_range|sendto|recvfrom)$/;

/** The errors, and nothing moved where that is not what the call says by itself, at the end of a file. */
export function faultsFor({ name, line }: Call, errors: readonly Fault[]): Fault[] {
  return MOVING.test(name) && !line.endsWith('= 0') ? [...errors, 'returns 0'] : [...errors];
}

/** A copier on a route, and the good copy that all others are compared with. */
export interface Subject {
  driver: Driver;
  folder: string;
  args: readonly string[];
  isSocketRoute: boolean;
  calls: Call[];
  good: GoodRun;
}

/** Small steps, so that every loop goes round some times. */
const SETTINGS = ['limit=65536', 'buffer=65536', 'window=131072', 'pipe=131072'];

export async function subjectOf(
  driver: Driver,
  [copier, route]: readonly [string, string],
  folder: string,
): Promise<Subject> {
  const args = [copier, route, folder, ...SETTINGS];
  const { calls, stdout } = await traceCalls(driver.program, args, folder);
  const { ok, movedBytes = 0, crc32c } = readTold(stdout);
  if (!ok) throw new Error(`${copier} does not work here: ${stdout}`);
  const good = { movedBytes, crc32c, left: leftIn(folder) };
  return { driver, folder, args, isSocketRoute: route !== 'file-to-file', calls, good };
}

/** How often a copy waits for a socket is a matter of time, so that a call of these may not come about again. */
const WAITING = new Set(['poll', 'recvmsg']);

/** @returns undefined where the copy did not make the call this time */
export async function inject(
  subject: Subject,
  call: Call,
  fault: Fault,
): Promise<Outcome | undefined> {
  const { driver, folder, args } = subject;
  clear(folder);
  const what = fault === 'returns 0' ? 'retval=0' : `error=${fault}`;
  const log = join(folder, 'trace');
  const words = ['-qq', '-o', log, '-e', `trace=${call.name}`];
  const injected = `inject=${call.name}:${what}:when=${call.occurrence}`;
  const ended = await run('strace', [...words, '-e', injected, driver.program, ...args]);
  if (!readFileSync(log, 'utf8').includes('(INJECTED)')) {
    return WAITING.has(call.name) ? undefined : 'never struck';
  }
  return judge(ended, folder, {
    good: subject.good,
    mayTell: (told) => isRightError(told, subject, call, fault),
    mayCopy: fault === 'EINTR' || changesNothing(call, subject),
    mayBeShort: fault === 'returns 0',
    keptOpen: call.name === 'close' ? 1 : 0,
  });
}

export function clear(folder: string): void {
  for (const name of ['destination', 'arrived']) rmSync(join(folder, name), { force: true });
}

/** What our errors call a system call where that differs from its name in the kernel. */
const OUR_WORDS: Record<string, RegExp> = {
  openat: /^open$/,
  newfstatat: /^f?stat$/,
  sendto: /^send$/,
  recvfrom: /^recv$/,
  pread64: /^pread$/,
  pwrite64: /^pwrite$/,
};

function isRightError(told: Told, subject: Subject, { name }: Call, fault: Fault): boolean {
  // A call that says it has done nothing is an EIO, or the end of the source or of the connection.
  if (fault === 'returns 0') {
    return ['EIO', 'ENODATA', 'ECONNRESET', 'EOPNOTSUPP'].map(errnoOf).includes(told.errno ?? 0);
  }
  // A socket's timeouts are EAGAIN in the kernel's words.
  const isTimeout = subject.isSocketRoute && fault === 'EAGAIN';
  const codes = isTimeout ? ['EAGAIN', 'ETIMEDOUT'] : [fault];
  const word = OUR_WORDS[name] ?? new RegExp(`^${name}(\\(|$)`);
  return codes.map(errnoOf).includes(told.errno ?? 0) && word.test(told.syscall ?? '');
}

/** Calls that a true copy does not depend on, each with the reason. */
const SIDE_CALLS: [RegExp, string][] = [
  [/^munmap\(/, 'the mapping was done with'],
  [/^brk\(/, 'malloc(3) falls back on mmap(2)'],
  [/^mmap\(NULL, \d+, PROT_READ\|PROT_WRITE, MAP_PRIVATE\|MAP_ANONYMOUS, .*arena/, 'as brk(2)'],
  [/^(?:getrusage|clock_gettime)\(/, 'what a copy cost is no part of it'],
  [/^rt_sig(?:procmask|pending|timedwait|action)\(/, 'matters only where a signal comes'],
  [/^setsockopt\(.*SO_(?:RCV|SND)TIMEO\w*, "(?:\\0)+"/, 'takes the timeouts back afterwards'],
  [/^close\(/, 'a descriptor that was not written to'],
  [/^newfstatat\(AT_FDCWD/, 'open(2) tells next what is wrong with a path'],
  [/^recvmsg\(.*MSG_ERRQUEUE/, 'asked again after poll(2)'],
];

function changesNothing(call: Call, { calls }: Subject): boolean {
  if (call.name === 'close') return !closesWritten(call, calls);
  return SIDE_CALLS.some(([pattern]) => pattern.test(call.line));
}

/** Whether this close(2) is of the descriptor that the destination was made with: errors of late writes come there. */
function closesWritten(call: Call, calls: readonly Call[]): boolean {
  const fd = /^close\((\d+)/.exec(call.line)?.[1];
  const before = calls.slice(0, calls.indexOf(call));
  const opened = before.findLast(({ line }) => new RegExp(`= ${fd}(?:<|$)`).test(line));
  // A file that has no name any more is no destination.
  return !call.line.includes('>(deleted)') && (opened?.line.includes('O_CREAT') ?? false);
}
