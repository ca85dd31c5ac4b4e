/** Places for tests that work on real files: a folder of their own, random files, and tiny filesystems. */
import { execFileSync } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** What the tests of one file made, by any of its tests: cleared away when all of them are done. */
const folders: string[] = [];
const mounts: string[] = [];

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

export type Mounted = { folder: string } | { reason: string };

/**
 * Mounts a tmpfs that is unmounted in the end.
 *
 * @param options for mount(8), such as `size=1m`
 * @returns its folder, or why this process may not mount: what a test skips with
 */
export function mountTmpfs(options: string): Mounted {
  const folder = mkdtempSync(join(tmpdir(), 'copybench-mount-'));
  try {
    const words = ['-t', 'tmpfs', '-o', options, 'copybench-test', folder];
    execFileSync('mount', words, { stdio: 'pipe' });
  } catch (error) {
    rmSync(folder, { recursive: true });
    return { reason: `cannot mount a tmpfs: ${String(error).split('\n')[1] ?? ''}` };
  }
  mounts.push(folder);
  return { folder };
}
