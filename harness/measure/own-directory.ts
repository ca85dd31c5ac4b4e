/** A directory that is provably copybench's own: of this user, no link, marked, and open to nobody else. */
import { chmod, lstat, open, readdir } from 'node:fs/promises';
import { constants, type Stats } from 'node:fs';
import { join } from 'node:path';
import { hasCode, HarnessError } from '../core/errors.js';
import { makeDirectory } from '../core/make-directory.js';

/** Says that a directory was made by copybench for its own files. */
export const MARKER = '.copybench';
const WORDS = 'Made by copybench, which removes what it wrote here: `copybench clean`.\n';
/** What copybench puts there; a directory with nothing else may be of before there was a marker. */
const OURS = /^(?:fixture-[0-9.]+[KMGT]?i?B\.(?:bin|json|bin\.partial)|copybench\.lock.*)$/;
const OTHERS_WRITE = 0o022;

/**
 * Makes `directory` with 0700 and marks it, or makes sure that it is our own.
 *
 * @throws HarnessError `E_DIRECTORY` when it is a link, of somebody else, or holds what is not ours
 */
export async function claimDirectory(directory: string): Promise<void> {
  const firstMade = await makeDirectory(directory, 0o700);
  const found = await lstat(directory);
  const why = objection(found);
  if (why !== undefined) throw notOurs(directory, why);
  const names = await readdir(directory);
  if (!names.includes(MARKER)) {
    const foreign = firstMade === undefined ? names.find((name) => !OURS.test(name)) : undefined;
    if (foreign !== undefined) throw notOurs(directory, `it holds ${foreign}, which is not ours`);
    await mark(directory);
  }
  if ((found.mode & OTHERS_WRITE) !== 0) await chmod(directory, 0o700);
}

function objection(found: Stats): string | undefined {
  if (found.isSymbolicLink()) return 'it is a symbolic link';
  if (!found.isDirectory()) return 'it is not a directory';
  const uid = process.getuid?.();
  return uid === found.uid ? undefined : `it belongs to user ${found.uid}, and this is user ${uid}`;
}

async function mark(directory: string): Promise<void> {
  const { O_CREAT, O_EXCL, O_WRONLY, O_NOFOLLOW } = constants;
  const file = await open(
    join(directory, MARKER),
    O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW,
    0o600,
  ).catch((error: unknown) => {
    // Two at once, and the other one was first.
    if (!hasCode(error, 'EEXIST')) throw error;
  });
  try {
    await file?.writeFile(WORDS);
  } finally {
    await file?.close();
  }
}

function notOurs(directory: string, why: string): HarnessError {
  return new HarnessError(
    'E_DIRECTORY',
    `${directory} cannot be used, ${why}. Name another directory with --dir PATH, or remove it yourself.`,
  );
}
