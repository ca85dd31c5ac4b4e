/** The directory under test: checked, locked, with a folder for this run's copies that is removed at the end. */
import { mkdir, mkdtemp, readdir, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { hasCode, HarnessError } from '../core/errors.js';
import { makeDirectory } from '../core/make-directory.js';
import { takeLock, type Lock } from './lock.js';

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
const RUN_PREFIX = 'run-';
const SCRATCH_PREFIX = 'scratch-';
/** A fixture that is being written. */
const isUnfinished = (name: string): boolean => name.endsWith('.partial');

/**
 * Opens `directory` for one run.
 *
 * @param directory made when missing, with its parents
 * @throws HarnessError `E_DIRECTORY` when it cannot be made or written to; `E_LOCKED` when it is in use
 */
export async function openWorkspace(directory: string, runId: string): Promise<Workspace> {
  await prepareDirectory(directory);
  const lock = await lockIn(directory);
  try {
    const leftovers = await removeLeftovers(directory);
    const copies = join(directory, `${RUN_PREFIX}${runId}`);
    await mkdir(copies);
    const close = async (): Promise<void> => {
      await rm(copies, { recursive: true, force: true });
      await lock.release();
      await removeIfEmpty(directory);
    };
    const abandon = (): void => {
      rmSync(copies, { recursive: true, force: true });
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
  const folder = await mkdtemp(join(directory, SCRATCH_PREFIX));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
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
    await makeDirectory(directory);
    await writeFile(trial, '', { flag: 'wx' });
  } catch (cause) {
    // A read-only or full filesystem: take back the empty folder if it could be made at all.
    await removeIfEmpty(directory);
    throw refused(directory, 'it cannot be written to', cause);
  }
  await rm(trial, { force: true });
}

async function lockIn(directory: string): Promise<Lock> {
  try {
    return await takeLock(join(directory, 'copybench.lock'));
  } catch (cause) {
    await removeIfEmpty(directory);
    // A filesystem may be full of everything but names: an empty file could be made there.
    if (cause instanceof HarnessError) throw cause;
    throw refused(directory, 'it cannot be written to', cause);
  }
}

/** A folder that holds neither fixtures nor somebody's lock was made for nothing. */
async function removeIfEmpty(directory: string): Promise<void> {
  await rmdir(directory).catch(() => undefined);
}

/** We hold the lock, so every run folder and half-made fixture here belongs to a run that is gone. */
async function removeLeftovers(directory: string): Promise<string[]> {
  const removed: string[] = [];
  for (const name of await readdir(directory)) {
    const path = join(directory, name);
    const isRun = name.startsWith(RUN_PREFIX) || isUnfinished(name);
    if (!isRun && !(name.startsWith(SCRATCH_PREFIX) && (await isOld(path)))) continue;
    await rm(path, { recursive: true, force: true });
    removed.push(name);
  }
  return removed;
}

/** A scratch folder is needed for a second and has no lock: one of a minute ago was left by a killed process. */
async function isOld(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found !== null && Date.now() - found.mtimeMs > 60_000;
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
