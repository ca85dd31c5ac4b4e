/** A git ref of this repository, built in a worktree of its own for as long as it is needed. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { HarnessError, messageOf } from '../../core/errors.js';
import { packageRoot } from '../../core/package-root.js';
import { endAllGroups } from '../../measure/guard.js';
import type { Stage } from '../run/stage.js';
import { setUpCheckout } from './set-up-checkout.js';

const run = promisify(execFile);

/**
 * Checks `ref` out, sets it up, does `work` in it, and removes it, however that ends.
 *
 * @throws HarnessError `E_USAGE` when there is no such ref, or no git; `E_BUILD` when it does not build;
 *   `E_INTERRUPTED`
 */
export async function withCheckout<T>(
  ref: string,
  { progress, interrupt, onAbandon }: Pick<Stage, 'progress' | 'interrupt' | 'onAbandon'>,
  work: (directory: string, commit: string) => Promise<T>,
): Promise<T> {
  const root = packageRoot();
  const commit = await resolveRef(root, ref);
  const folder = mkdtempSync(join(tmpdir(), 'copybench-ref-'));
  const tree = join(folder, 'tree');
  const remove = (): void => removeCheckout(root, folder);
  const stay = onAbandon(() => {
    // A compiler that still writes would fill the folder again.
    endAllGroups();
    remove();
  });
  try {
    await addWorktree(root, tree, commit);
    progress.say(`Building ${ref} (${commit.slice(0, 12)}) in ${tree}`);
    await setUpCheckout(tree, ref, interrupt);
    return await work(tree, commit);
  } finally {
    stay();
    remove();
  }
}

/** Without waiting for anything, so that a program that is being ended can do it. */
function removeCheckout(root: string, folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  spawnSync('git', ['-C', root, 'worktree', 'prune'], { stdio: 'ignore' });
}

async function resolveRef(root: string, ref: string): Promise<string> {
  // `--end-of-options`: a ref that begins with a dash is a ref.
  const words = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`];
  try {
    const { stdout } = await run('git', ['-C', root, ...words]);
    return stdout.trim();
  } catch (cause) {
    throw new HarnessError(
      'E_USAGE',
      `--against-ref ${ref}: ${root} has no such commit. Fetch it first, with its history (fetch-depth: 0).`,
      { cause },
    );
  }
}

async function addWorktree(root: string, tree: string, commit: string): Promise<void> {
  const words = ['worktree', 'add', '--detach', '--quiet', tree, commit];
  try {
    await run('git', ['-C', root, ...words]);
  } catch (cause) {
    throw new HarnessError(
      'E_BUILD',
      `${commit} cannot be checked out into ${tree}: ${messageOf(cause)}. Free space there, or set TMPDIR.`,
      { cause },
    );
  }
}
