/** Sees to it that no process this one started outlives it, whatever it dies of. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Writable } from 'node:stream';

/** The process that keeps watch, while there is one. */
let guard: ChildProcessByStdio<Writable, null, null> | undefined;
/** Leaders of the groups that are alive. */
const groups = new Set<number>();

/**
 * Starts the guard: a process that learns of every group this one starts, and ends those that are left when its
 * stdin ends. A parent-death signal (prctl(2), PR_SET_PDEATHSIG) would be lost to whatever a child starts, and
 * Java has no way to ask for one.
 *
 * @param program compiled `guard-process.js`
 * @returns ends the guard, which finds nothing left to do
 */
export function startGuard(program: string): () => void {
  const started = spawn(process.execPath, [program], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  // Whoever started it need not wait for it, and goes on when it is gone: it guards against a second misfortune.
  started.stdin.on('error', () => undefined);
  started.on('error', () => undefined);
  started.unref();
  guard = started;
  return () => {
    started.stdin.end();
    guard = undefined;
  };
}

/** The processes that lead a group of their own and are alive: workers, companions, servers, clients. */
export function groupLeaders(): Iterable<number> {
  return groups;
}

/** Told of every process that leads a group of its own. */
export function groupStarted(pid: number): void {
  groups.add(pid);
  guard?.stdin.write(`+${pid}\n`);
}

/** Told when all of a group is gone. */
export function groupEnded(pid: number): void {
  groups.delete(pid);
  guard?.stdin.write(`-${pid}\n`);
}

/** Ends all groups at once, for a program that is being ended. */
export function endAllGroups(): void {
  for (const pid of groups) endGroup(pid);
  groups.clear();
}

/** Ends every process of the group that `pid` leads or led. */
export function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // ESRCH: nobody of it is left.
  }
}
