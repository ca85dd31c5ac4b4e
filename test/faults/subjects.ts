/** The copiers that faults are put into: all of the registry's, each in a folder where it works. */
import { execFileSync, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'vitest';
import { writeRandomFile } from '../native/native-room.js';
import { hasStrace } from './calls.js';
import { buildDriver, everyCopier, hasCompiler, run, type Driver } from './driver.js';
import { subjectOf, type Subject } from './injection.js';
import { leftIn } from './verdict.js';

const SOURCE_BYTES = 600_000;
const IMAGE_BYTES = 256 * 2 ** 20;

export const DRIVER: Driver | undefined = hasCompiler ? await buildDriver() : undefined;

/** Every copier on every route that it serves. */
export const SUBJECTS: [string, string][] = DRIVER
  ? await everyCopier(DRIVER)
  : [['no copier', 'no C++ compiler on Linux']];

/** Copiers that leave no copy of the source, although they say that all is well: found by trying. */
export const BOUNDS = new Set(await boundCopiers());

async function boundCopiers(): Promise<string[]> {
  const whole = 5000;
  const bounds: string[] = [];
  for (const [copier, route] of DRIVER ? SUBJECTS : []) {
    if (route !== 'file-to-file') continue;
    const folder = mkdtempSync(join(tmpdir(), 'copybench-faults-'));
    const source = writeRandomFile(join(folder, 'source'), whole);
    const tried = await run(DRIVER?.program ?? '', [copier, route, folder]);
    const isCopy = leftIn(folder)?.equals(readFileSync(source)) ?? false;
    if (tried.stdout.includes('"ok":true') && !isCopy) bounds.push(copier);
    rmSync(folder, { recursive: true });
  }
  return bounds;
}

/** What a test of those that run side by side is told of itself. */
export type Test = Pick<TestContext, 'skip' | 'onTestFinished'>;

/** A folder of its own with a source in it, removed after the test. */
export function folderWithSource(context: Test, sizeBytes = SOURCE_BYTES): string {
  const folder = join(tmpdir(), `copybench-faults-${randomUUID()}`);
  mkdirSync(folder);
  context.onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeRandomFile(join(folder, 'source'), sizeBytes);
  return folder;
}

/** The copier, traced once; the test is skipped with the reason where that is not possible. */
export async function subjectFor(
  [copier, route]: readonly [string, string],
  context: Test,
): Promise<Subject> {
  if (!DRIVER) return context.skip('needs a C++ compiler on Linux');
  if (!hasStrace) return context.skip('needs strace');
  const folder = folderWithSource(context);
  const tried = await run(DRIVER.program, [copier, route, folder]);
  rmSync(join(folder, 'destination'), { force: true });
  rmSync(join(folder, 'arrived'), { force: true });
  if (tried.stdout.includes('"ok":true')) return subjectOf(DRIVER, [copier, route], folder);
  // A unix socket has no MSG_ZEROCOPY; what is told of that is told in test/native.
  if (route.includes('unix') || route === 'tcp-to-file') return context.skip(tried.stdout.trim());
  return subjectOf(DRIVER, [copier, route], cloningFolder(context));
}

/** A folder with a source on a filesystem that can share blocks. */
function cloningFolder(context: Test): string {
  const place = folderWithSource(context, 0);
  const [image, mountPoint] = [join(place, 'image'), join(place, 'mounted')];
  writeFileSync(image, '');
  truncateSync(image, IMAGE_BYTES);
  mkdirSync(mountPoint);
  const made = ['mkfs.btrfs', 'mkfs.xfs'].some(
    (program) => spawnSync(program, ['-q', image]).status === 0,
  );
  if (!made) return context.skip('needs mkfs.btrfs or mkfs.xfs, for a filesystem that clones');
  try {
    execFileSync('mount', ['-o', 'loop', image, mountPoint], { stdio: 'pipe' });
  } catch (error) {
    return context.skip(`needs to mount a filesystem that clones: ${String(error).trim()}`);
  }
  context.onTestFinished(() => void execFileSync('umount', [mountPoint]));
  chmodSync(mountPoint, 0o755);
  chmodSync(place, 0o755);
  const folder = join(mountPoint, 'folder');
  mkdirSync(folder);
  writeRandomFile(join(folder, 'source'), SOURCE_BYTES);
  return folder;
}
