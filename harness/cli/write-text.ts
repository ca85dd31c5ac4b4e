/** Writes a text where a person asked for it: a file in one step, anything else as it comes. */
import { appendFile, realpath, stat, writeFile } from 'node:fs/promises';
import { writeFileAtomically } from '../core/atomic-file.js';

/**
 * Writes `text` to `path`. A regular file is replaced in one step; a pipe or a device (`/dev/stderr`, the
 * `>(...)` of a shell) is written to and stays what it is; a symbolic link is followed.
 *
 * @throws Node-shaped system error
 */
export async function writeText(path: string, text: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found && !found.isFile()) await writeFile(path, text);
  else await writeFileAtomically(found ? await realpath(path) : path, text);
}

/** Adds `text` to the end of `path`, which others add to as well. */
export async function appendText(path: string, text: string): Promise<void> {
  await appendFile(path, text);
}
