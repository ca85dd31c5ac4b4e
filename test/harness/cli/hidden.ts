/** Runs the program where the kernel hides files or refuses calls, as in containers and on old kernels. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'vitest';
import { z } from 'zod';
import { packageRoot } from '../../../harness/core/package-root.js';
import { discoverChecks, examinedSchema, type Examined } from '../../../harness/machine/examine.js';
import type { RunRecord } from '../../../harness/results/record.js';
import { recordIn, tinyRun, type Ended } from './program.js';

const PROGRAM = join(packageRoot(), 'dist/harness/cli/main.js');
/** As Debian's and every other system's "nobody". */
export const NOBODY = 65_534;

/** Words to run a command with; it stays the same process. */
export type Wrapper = readonly string[];

/** A shell that does `lines` in a mount namespace of its own, and then becomes the command. */
function inMountNamespace(...lines: readonly string[]): Wrapper {
  const script = [...lines, 'exec "$@"'].join(' && ');
  return ['unshare', '--mount', '--propagation', 'private', 'sh', '-c', script, 'sh'];
}

const empty = (path: string): string => `mount -t tmpfs none ${path}`;
/** What container runtimes do with a file that is not for its processes. */
const masked = (path: string): string => `mount --bind /dev/null ${path}`;

export const WITHOUT_PROC = inMountNamespace(empty('/proc'));
export const WITHOUT_SYS = inMountNamespace(empty('/sys'));
/** All those of the whole machine and of its own mounts: the shell becomes the program, so that its number is that. */
export const HIDEABLE = [
  '/proc/stat',
  '/proc/meminfo',
  '/proc/cpuinfo',
  '/proc/uptime',
  '/proc/$$/mountinfo',
];
export const hiding = (...paths: readonly string[]): Wrapper =>
  inMountNamespace(...paths.map(masked));
export const WITHOUT_SYSCTL = inMountNamespace(
  'mount --bind /proc/sys /proc/sys',
  'mount -o remount,bind,ro /proc/sys',
);
/** An ordinary user, who sees of /proc what is their own. */
export const HIDING_PROCESSES = [
  ...inMountNamespace('mount -t proc -o hidepid=2 proc /proc'),
  ...asNobody(),
];

/** An ordinary user without a way back. */
export function asNobody(): Wrapper {
  const ids = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`];
  return ['setpriv', ...ids, '--clear-groups', '--no-new-privs'];
}

/** A seccomp filter that answers one system call with an error; see the script. */
export function refusing(
  call: 'cachestat' | 'perf_event_open' | 'mincore',
  errno: string,
): Wrapper {
  return ['python3', join(import.meta.dirname, 'refuse-call.py'), call, errno];
}

/** Runs `copybench` within all of these, outermost first. */
export function within(wrappers: readonly Wrapper[], words: readonly string[]): Ended {
  const [file = '', ...args] = [...wrappers.flat(), process.execPath, PROGRAM, ...words];
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('COPYBENCH_'));
  const { status, stdout, stderr, error } = spawnSync(file, args, {
    encoding: 'utf8',
    cwd: '/',
    env: Object.fromEntries(inherited),
    timeout: 60_000,
  });
  if (error) throw error;
  return { status, stdout, stderr };
}

/** Why this process cannot have `wrapper`, as the end of a test's title; empty where it can. */
export function whyNot(wrapper: Wrapper): string {
  const words = [...wrapper, process.execPath, PROGRAM, '--version'];
  const { status, stderr, error } = spawnSync(words[0]!, words.slice(1), {
    encoding: 'utf8',
    cwd: '/',
  });
  if (status === 0) return '';
  return ` (skipped: ${error?.message ?? stderr.trim().split('\n').at(-1) ?? `status ${status}`})`;
}

/** What `copybench doctor` says within these, by the name of the check: all of it, and a reason for what is not told. */
export async function doctorWithin(
  wrappers: readonly Wrapper[],
  dir: string,
): Promise<ReadonlyMap<string, Examined>> {
  const { status, stdout, stderr } = within(wrappers, ['doctor', '--json', '--dir', dir]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const { checks } = z.object({ checks: z.array(examinedSchema) }).parse(JSON.parse(stdout));
  expect(checks.map(({ name }) => name)).toEqual((await discoverChecks()).map(({ name }) => name));
  const broken = checks.filter(({ value }) => value === '' || value.startsWith('the check failed'));
  expect(broken).toEqual([]);
  return new Map(checks.map((check) => [check.name, check]));
}

/** What a small run within these leaves; every strategy of it is measured. */
export function runWithin(
  wrappers: readonly Wrapper[],
  dir: string,
  out: string,
  ...more: readonly string[]
): RunRecord {
  const words = tinyRun(dir, out, '--strategies', 'read-write,splice,cp', ...more);
  const { status, stderr } = within(wrappers, words);
  expect(status, stderr).toBe(0);
  const record = recordIn(out);
  const outcomes = record.scenarios.flatMap(({ strategies }) =>
    strategies.map(({ name, outcome }) => `${name} ${outcome}`),
  );
  expect(outcomes).toEqual(['read-write measured', 'splice measured', 'cp measured']);
  return record;
}

/** The messages of a run's warnings of one kind, each of which has something to be done. */
export function messagesOf({ warnings }: RunRecord, code: string): string[] {
  const found = warnings.filter((warning) => warning.code === code);
  expect(found.filter(({ remedy }) => remedy === '')).toEqual([]);
  return found.map(({ message }) => message);
}
