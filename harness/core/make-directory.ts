/** Makes a directory with those above it, and says truly why it cannot. */
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { hasCode } from './errors.js';

/**
 * As `mkdir -p`. Node's own recursive mkdir calls a read-only filesystem "no such file or directory".
 *
 * @param mode of the last one; those above it get the usual one
 * @returns the first directory that was made, or undefined when `path` was there already (perhaps as a file)
 * @throws Node-shaped system error
 */
export async function makeDirectory(path: string, mode = 0o777): Promise<string | undefined> {
  try {
    await mkdir(path, { mode });
    return path;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return undefined;
    if (!hasCode(error, 'ENOENT')) throw error;
  }
  const first = await makeDirectory(dirname(path));
  await mkdir(path, { mode });
  return first ?? path;
}
