/** One run at a time in a directory: a lock file that names its owner. */
import { randomUUID } from 'node:crypto';
import { lstatSync, rmSync } from 'node:fs';
import { link, rm, writeFile } from 'node:fs/promises';
import { readBounded } from '../core/bounded.js';
import { hasCode, HarnessError } from '../core/errors.js';
import { readFact } from '../machine/proc-files.js';
import { isAlive, ownerIn, thisProcess, type Owner } from './owner.js';

/** An owner has some 200 bytes. */
const LARGEST_BYTES = 4096;

export interface Lock {
  release(): Promise<void>;
  /** The same at once, for a program that is being ended. */
  releaseSync(): void;
}

/**
 * Takes the lock at `path`. One left behind by a process that is gone is taken over.
 *
 * @throws HarnessError `E_LOCKED` with the owner's pid, while the owner lives
 */
export async function takeLock(path: string): Promise<Lock> {
  const text = `${JSON.stringify(thisProcess())}\n`;
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeFile(draft, text, { flag: 'wx', mode: 0o600 });
    if (!(await linkedAs(draft, path))) await takeOver(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
  const releaseSync = (): void => releaseIfMine(path, text);
  return { release: async () => releaseSync(), releaseSync };
}

/** link(2) makes the name with its content in one step, and fails when the name exists. */
async function linkedAs(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Replaces a stale lock. Many may find the same one: only who holds the turn may remove it. */
async function takeOver(draft: string, path: string): Promise<void> {
  await refuseLiving(path, path);
  const turn = `${path}.turn`;
  if (!(await linkedAs(draft, turn))) {
    await refuseLiving(turn, path);
    // Its owner was killed within its turn.
    await rm(turn, { force: true });
    if (!(await linkedAs(draft, turn))) throw locked(path, await readOwner(turn));
  }
  try {
    // Again, since somebody may have had the turn before.
    await refuseLiving(path, path);
    await rm(path, { force: true });
    if (!(await linkedAs(draft, path))) throw locked(path, await readOwner(path));
  } finally {
    await rm(turn, { force: true });
  }
}

/** @throws HarnessError `E_LOCKED` about the lock at `path` when the owner that `file` names is alive */
async function refuseLiving(file: string, path: string): Promise<void> {
  const owner = await readOwner(file);
  if (owner && isAlive(owner)) throw locked(path, owner);
}

/** A lock that somebody else took over, because this process was thought gone, is theirs. */
function releaseIfMine(path: string, text: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  // Neither a FIFO nor a file of another size is read.
  if (!found?.isFile() || found.size !== Buffer.byteLength(text)) return;
  if (readFact(path) === text.trim()) rmSync(path, { force: true });
}

/**
 * The owner that a lock file names; undefined where it is gone, or half of one, as a power failure leaves it.
 *
 * @throws HarnessError `E_LOCKED` when it is anything but a small file: that is no lock of ours to be removed
 */
async function readOwner(path: string): Promise<Owner | undefined> {
  try {
    return ownerIn(await readBounded(path, 'E_LOCKED', LARGEST_BYTES));
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return undefined;
    if (!(cause instanceof HarnessError)) throw cause;
    throw new HarnessError(
      'E_LOCKED',
      `${path} is where a lock would be, and is none: it is no regular file, or has more than ${LARGEST_BYTES} bytes. ` +
        'Remove it, or use another --dir.',
      { cause },
    );
  }
}

function locked(path: string, owner: Owner | undefined): HarnessError {
  const who = owner ? `process ${owner.pid} on ${owner.hostname}` : 'another process';
  return new HarnessError(
    'E_LOCKED',
    `${who} is working in this directory (lock file ${path}). ` +
      'Two runs at once would measure each other: wait for it to end, or use another --dir.',
  );
}
