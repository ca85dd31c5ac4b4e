/** Places for tests that work on real files: a folder of their own, random files, and tiny filesystems. */
import { execFileSync, spawnSync } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll } from 'vitest';

/** What the tests of one file made, by any of its tests: cleared away when all of them are done. */
const folders: string[] = [];
const mounts = new Set<string>();

afterAll(() => {
  for (const folder of mounts) execFileSync('umount', ['--lazy', folder]);
  for (const folder of [...mounts, ...folders]) rmSync(folder, { recursive: true, force: true });
});

/** Makes a folder that is removed in the end. Returns it as a function of a file's name. */
export function temporaryFolder(parent: string = tmpdir()): (...names: string[]) => string {
  const folder = mkdtempSync(join(parent, 'copybench-test-'));
  folders.push(folder);
  return (...names) => join(folder, ...names);
}

/** Writes a file of bytes that no filesystem can squeeze. */
export function writeRandomFile(path: string, sizeBytes: number): string {
  writeFileSync(path, randomFillSync(Buffer.alloc(sizeBytes)));
  return path;
}

/** The names in a folder, sorted. */
export function namesIn(folder: string): string[] {
  return readdirSync(folder).toSorted();
}

/** What a mount of ours is called, before the number of the process that made it. */
const SOURCE = 'copybench-test-';
/** The beginning of the names of folders that were made for a mount. */
const FOLDER = 'copybench-mount-';

/** Takes away what tests left that were killed: mounts of processes that are gone. */
function unmountLeftovers(): void {
  const lines = readFileSync('/proc/self/mountinfo', 'utf8').split('\n');
  for (const line of lines.toReversed()) {
    const [, point, pid] = /^(?:\S+ ){4}(\S+) .* - tmpfs copybench-test-(\d+) /.exec(line) ?? [];
    if (point === undefined || existsSync(`/proc/${pid}`)) continue;
    // Another process may be about it as well.
    const folder = point.replaceAll('\\040', ' ');
    spawnSync('umount', ['--lazy', folder]);
    if (basename(folder).startsWith(FOLDER)) rmSync(folder, { recursive: true, force: true });
  }
}

export type Mounted = { folder: string } | { reason: string };

/**
 * Mounts a tmpfs that is unmounted in the end.
 *
 * @param options for mount(8), such as `size=1m`
 * @param over an existing folder that it is mounted over; a fresh one unless given
 * @returns its folder, or why this process may not mount: what a test skips with
 */
export function mountTmpfs(options: string, over?: string): Mounted {
  const folder = over ?? mkdtempSync(join(tmpdir(), FOLDER));
  try {
    unmountLeftovers();
    const words = ['-t', 'tmpfs', '-o', options, `${SOURCE}${process.pid}`, folder];
    execFileSync('mount', words, { stdio: 'pipe' });
  } catch (error) {
    if (over === undefined) rmSync(folder, { recursive: true });
    return { reason: `cannot mount a tmpfs: ${String(error).split('\n')[1] ?? String(error)}` };
  }
  mounts.add(folder);
  return { folder };
}

/** Mounts what `mountTmpfs` made with other options, such as `noatime`. */
export function remount(folder: string, options: string): void {
  execFileSync('mount', ['-o', `remount,${options}`, folder], { stdio: 'pipe' });
}

/** Takes away before the end what `mountTmpfs` made; also while somebody uses it. */
export function unmount(folder: string): void {
  execFileSync('umount', ['--lazy', folder], { stdio: 'pipe' });
  mounts.delete(folder);
}
