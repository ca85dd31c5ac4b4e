/** What the native tests share: the addon or a visible skip, a folder of their own, and source files. */
import { execFileSync } from 'node:child_process';
import { randomFillSync, randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Addon } from '../../harness/binding/addon.js';
import { loadAddon } from '../../harness/binding/load.js';
import { isSystemError, type SystemError } from '../../harness/core/errors.js';
import { packageRoot } from '../../harness/core/package-root.js';

/** For child processes, which load the addon themselves. */
export const ADDON_PATH = join(packageRoot(), 'build', 'Release', 'copybench.node');

/** Copiers that leave a true copy of the source on any filesystem. */
export const COPYING = [
  'read-write',
  'splice',
  'sendfile',
  'copy-file-range',
  'mmap-write',
] as const;

const TMPFS_MAGIC = 0x01021994;

/** A block of tests that need the addon; without it they are skipped, with the reason in the title. */
export function describeNative(title: string, body: (addon: Addon) => void): void {
  const loaded = loadAddon();
  if (loaded.ok) describe(title, () => body(loaded.addon));
  else test.skip(`${title} (skipped: ${loaded.reason})`, () => undefined);
}

/** A folder for the tests of this block, removed after them. Returns it as a function of a file's name. */
export function temporaryFolder(parent: string = tmpdir()): (name: string) => string {
  const folder = join(parent, `copybench-native-${randomUUID()}`);
  beforeAll(() => {
    mkdirSync(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return (name) => join(folder, name);
}

/**
 * As `temporaryFolder`, on a filesystem of its own. Where it cannot be mounted, the tests of this block are skipped
 * with the reason.
 *
 * @param commands makes the commands that mount it, from a path for an image and the path of the mount point
 */
export function mountedFolder(
  commands: (image: string, mountPoint: string) => string[][],
): (name: string) => string {
  const path = temporaryFolder();
  const mountPoint = path('mounted');
  let refusal: string | undefined;
  beforeAll(() => {
    mkdirSync(mountPoint);
    try {
      for (const [program = '', ...words] of commands(path('image'), mountPoint)) {
        execFileSync(program, words, { stdio: 'pipe' });
      }
    } catch (error) {
      refusal = String(error).trim().replaceAll('\n', ' ');
    }
  });
  beforeEach((context) => {
    if (refusal !== undefined) context.skip(refusal);
  });
  afterAll(() => {
    if (refusal === undefined) execFileSync('umount', [mountPoint]);
  });
  return (name) => join(mountPoint, name);
}

/** Writes a file of bytes that no filesystem can squeeze. */
export function writeRandomFile(path: string, sizeBytes: number): string {
  writeFileSync(path, randomFillSync(Buffer.alloc(sizeBytes)));
  return path;
}

export function isOnTmpfs(path: string): boolean {
  return statfsSync(path).type === TMPFS_MAGIC;
}

/** The system error that `promise` rejects with; anything else fails the test. */
export async function systemErrorOf(promise: Promise<unknown>): Promise<SystemError> {
  const error: unknown = await promise.then(
    (value) => expect.fail(`expected a rejection, got ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  if (!isSystemError(error)) throw error;
  return error;
}
