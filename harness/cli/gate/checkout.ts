/** A git ref of this repository, built in a worktree of its own for as long as it is needed. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { HarnessError, messageOf } from '../../core/errors.js';
import { packageRoot } from '../../core/package-root.js';

const run = promisify(execFile);
/** Set-up installs, compiles C++ and TypeScript; a small machine takes a minute. */
const SETUP_MS = 900_000;
const OUTPUT_BYTES = 64e6;

/**
 * Checks `ref` out, sets it up, does `work` in it, and removes it, however that ends.
 *
 * @param say told what is being done
 * @throws HarnessError `E_USAGE` when there is no such ref; `E_BUILD` when it does not build
 */
export async function withCheckout<T>(
  ref: string,
  { say, signal }: { say: (line: string) => void; signal: AbortSignal },
  work: (directory: string, commit: string) => Promise<T>,
): Promise<T> {
  const root = packageRoot();
  const commit = await resolveRef(root, ref);
  const folder = await mkdtemp(join(tmpdir(), 'copybench-ref-'));
  const tree = join(folder, 'tree');
  try {
    await git(root, 'worktree', 'add', '--detach', '--quiet', tree, commit);
    say(`Building ${ref} (${commit.slice(0, 12)}) in ${tree}`);
    await setUp(tree, ref, signal);
    return await work(tree, commit);
  } finally {
    await git(root, 'worktree', 'remove', '--force', '--force', tree).catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
    await git(root, 'worktree', 'prune').catch(() => undefined);
  }
}

async function resolveRef(root: string, ref: string): Promise<string> {
  try {
    // `--end-of-options`: a ref that begins with a dash is a ref.
    const { stdout } = await git(
      root,
      'rev-parse',
      '--verify',
      '--quiet',
      '--end-of-options',
      `${ref}^{commit}`,
    );
    return stdout.trim();
  } catch (cause) {
    throw new HarnessError(
      'E_USAGE',
      `--against-ref ${ref}: ${root} has no such commit. Fetch it first, with its history (fetch-depth: 0).`,
      { cause },
    );
  }
}

async function setUp(tree: string, ref: string, signal: AbortSignal): Promise<void> {
  try {
    await run(process.execPath, ['scripts/setup.mjs'], {
      cwd: tree,
      timeout: SETUP_MS,
      maxBuffer: OUTPUT_BYTES,
      signal,
    });
  } catch (cause) {
    const output = cause instanceof Error && 'stderr' in cause ? String(cause.stderr) : '';
    throw new HarnessError(
      'E_BUILD',
      `${ref} does not build: ${messageOf(cause).split('\n')[0]}\n${output.split('\n').slice(-15).join('\n').trim()}`,
      { cause },
    );
  }
}

function git(root: string, ...args: readonly string[]): Promise<{ stdout: string }> {
  return run('git', ['-C', root, ...args]);
}
