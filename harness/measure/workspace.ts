/** The directory under test: checked, locked, with a folder for this run's copies that is removed at the end. */
import { lstat, mkdir, readdir, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { hasCode, HarnessError } from '../core/errors.js';
import { thenClear } from '../core/then-clear.js';
import { openLedger, staleLedgers } from './ledger.js';
import { takeLock, type Lock } from './lock.js';
import { claimDirectory, MARKER } from './own-directory.js';

export interface Workspace {
  /** Holds the fixtures, on the filesystem under test. */
  directory: string;
  /** Holds this run's copies; fresh and empty. */
  copies: string;
  /** Copies and half-made fixtures of runs that were killed, removed when this one began. */
  leftovers: readonly string[];
  /** Removes the copies and gives the lock back. */
  close(): Promise<void>;
  /** The same at once and without waiting, for a program that is being ended. */
  abandon(): void;
}

/** Folder made inside a directory the user names, so that nothing of theirs is ever mixed with ours. */
export const FOLDER = 'copybench-files';
const LOCK = 'copybench.lock';
/** A fixture that is being written; nobody else's files are in a directory of our own. */
const isUnfinished = (name: string): boolean => /^fixture-.+\.bin\.partial$/.test(name);

/**
 * Opens `directory` for one run.
 *
 * @param directory made when missing, with its parents
 * @throws HarnessError `E_DIRECTORY` when it cannot be made or written to; `E_LOCKED` when it is in use
 */
export async function openWorkspace(directory: string): Promise<Workspace> {
  await prepareDirectory(directory);
  const lock = await lockIn(directory);
  try {
    const leftovers = await removeLeftovers(directory);
    const ledger = openLedger(directory);
    const copies = join(directory, ledger.draw('run'));
    await mkdir(copies, { mode: 0o700 });
    const close = (): Promise<void> =>
      // The lock is given back also where copies cannot be removed.
      thenClear(
        async () => ledger.clear(),
        async () => {
          await lock.release();
          await removeIfEmpty(directory);
        },
      );
    const abandon = (): void => {
      ledger.clear();
      const names = existsSync(directory) ? readdirSync(directory) : [];
      for (const name of names.filter(isUnfinished)) rmSync(join(directory, name));
      lock.releaseSync();
    };
    return { directory, copies, leftovers, close, abandon };
  } catch (error) {
    await lock.release();
    await removeIfEmpty(directory);
    throw error;
  }
}

/** What runs that were killed left in `directory`: names, and whether the lock of one is among them. */
export async function findLeftovers(directory: string): Promise<string[]> {
  const stale = await staleLedgers(directory);
  const named = stale.flatMap(({ path, names }) => [...names, basename(path)]);
  const unfinished = (await readdir(directory)).filter(isUnfinished);
  const there = await Promise.all(
    [...named, ...unfinished].map(async (name) => ({
      name,
      found: await lstat(join(directory, name)).catch(() => null),
    })),
  );
  return there.flatMap(({ name, found }) => (found ? [name] : []));
}

/**
 * A folder for a moment inside `directory`, for asking its filesystem something while a run may hold the lock.
 *
 * @param directory made when missing, with its parents
 * @throws HarnessError `E_DIRECTORY` when it cannot be made or written to
 */
export async function withScratchFolder<T>(
  directory: string,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  await prepareDirectory(directory);
  const ledger = openLedger(directory);
  try {
    const folder = join(directory, ledger.draw('scratch'));
    await mkdir(folder, { mode: 0o700 });
    return await work(folder);
  } finally {
    ledger.clear();
    await removeIfEmpty(directory);
  }
}

/**
 * The folder copybench works in, inside a directory that somebody named.
 *
 * @throws HarnessError `E_DIRECTORY` when the named directory does not exist or is none
 */
export async function folderInside(named: string): Promise<string> {
  const found = await stat(named).catch((cause: unknown) => {
    throw refused(named, 'it cannot be looked at', cause);
  });
  if (!found.isDirectory()) throw refused(named, 'it is not a directory');
  return join(named, FOLDER);
}

async function prepareDirectory(directory: string): Promise<void> {
  const trial = join(directory, `.writable-${process.pid}`);
  try {
    await claimDirectory(directory);
    await writeFile(trial, '', { flag: 'wx', mode: 0o600 });
  } catch (cause) {
    // A read-only or full filesystem: take back the empty folder if it could be made at all.
    await removeIfEmpty(directory);
    if (cause instanceof HarnessError) throw cause;
    throw refused(directory, 'it cannot be written to', cause);
  }
  await rm(trial, { force: true });
}

async function lockIn(directory: string): Promise<Lock> {
  try {
    return await takeLock(join(directory, LOCK));
  } catch (cause) {
    await removeIfEmpty(directory);
    // A filesystem may be full of everything but names: an empty file could be made there.
    if (cause instanceof HarnessError) throw cause;
    throw refused(directory, 'it cannot be written to', cause);
  }
}

/** A folder that holds neither fixtures nor somebody's lock was made for nothing. */
async function removeIfEmpty(directory: string): Promise<void> {
  const names = await readdir(directory).catch(() => []);
  if (names.length === 1 && names[0] === MARKER) await rm(join(directory, MARKER), { force: true });
  await rmdir(directory).catch(() => undefined);
}

/** We hold the lock, so every half-made fixture here belongs to a run that is gone; ledgers name their owners. */
async function removeLeftovers(directory: string): Promise<string[]> {
  const found = await findLeftovers(directory);
  for (const name of found) await rm(join(directory, name), { recursive: true, force: true });
  return found.filter((name) => !name.startsWith('ledger-'));
}

/**
 * Removes what runs that were killed left in `directory`.
 *
 * @returns the names
 * @throws HarnessError `E_LOCKED` while a run works there
 */
export async function cleanWorkspace(directory: string): Promise<string[]> {
  await prepareDirectory(directory);
  const lock = await lockIn(directory);
  try {
    return await removeLeftovers(directory);
  } finally {
    await lock.release();
    await removeIfEmpty(directory);
  }
}

function refused(directory: string, why: string, cause?: unknown): HarnessError {
  const reason = cause instanceof Error ? `: ${cause.message}` : '';
  const missing = hasCode(cause, 'ENOENT') ? ' Make it first.' : '';
  return new HarnessError(
    'E_DIRECTORY',
    `${directory} cannot be used, ${why}${reason}.${missing} ` +
      'Name a directory that can be written to with --dir PATH.',
    { cause },
  );
}
