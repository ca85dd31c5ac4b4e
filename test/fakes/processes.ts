/** Looks at processes that a program under test started, by /proc. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export const hasProc = statSync('/proc/self/stat', { throwIfNoEntry: false }) !== undefined;

/** What /proc says of a process, or undefined where it has ended meanwhile. */
function told(pid: number | string, file: 'stat' | 'cmdline'): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return undefined;
  }
}

function parentOf(pid: string): number | undefined {
  const stat = told(pid, 'stat');
  return stat === undefined
    ? undefined
    : Number(stat.slice(stat.lastIndexOf(')') + 4).split(' ')[0]);
}

/** Processes that a process started, and those that they started. */
export function descendantsOf(pid: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), parent: parentOf(name) }));
  const below = (one: number): number[] =>
    parents
      .filter(({ parent }) => parent === one)
      .flatMap((child) => [child.pid, ...below(child.pid)]);
  return below(pid);
}

/** Its state as proc_pid_stat(5) has it, such as `R`, `T` or `Z`; undefined once it is gone. */
function stateOf(pid: number): string | undefined {
  return /^\d+ \(.*\) (\w)/s.exec(told(pid, 'stat') ?? '')?.[1];
}

/**
 * Resolves once a process that was sent SIGSTOP is stopped, or has ended: a busy machine takes its time. Where
 * there is no /proc to tell, it is given 100 ms.
 */
export async function untilStopped(pid: number): Promise<void> {
  if (!hasProc) await sleep(100);
  while (![undefined, 'T', 'Z'].includes(stateOf(pid))) await sleep(5);
}

/** Resolves once a process that was sent SIGCONT goes on, or has ended; see `untilStopped`. */
export async function untilContinued(pid: number): Promise<void> {
  if (!hasProc) await sleep(100);
  while (stateOf(pid) === 'T') await sleep(5);
}

/** Whether it runs, or is stopped. A zombie that nobody waits for has ended. */
export function alive(pid: number): boolean {
  return ![undefined, 'Z'].includes(stateOf(pid));
}

/** Those of `pids` whose command line has all of `words` in a row, such as `worker.js cp`. */
export function withCommand(pids: readonly number[], words: string): number[] {
  const isIt = (line: string | undefined): boolean =>
    `${line?.replaceAll('\0', ' ')}`.includes(`${words} `);
  return pids.filter((pid) => isIt(told(pid, 'cmdline')));
}
