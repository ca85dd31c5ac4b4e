/** Finds the folder of this package, from the sources as well as from `dist/`. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { HarnessError } from './errors.js';

function isOurs(directory: string): boolean {
  if (!existsSync(join(directory, 'package.json'))) return false;
  return readPackage(directory)['name'] === 'copybench';
}

function readPackage(directory: string): Record<string, unknown> {
  const content: unknown = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
  return typeof content === 'object' && content !== null ? { ...content } : {};
}

let found: string | undefined;

/**
 * The folder that holds copybench's package.json: the first one going up from this file.
 *
 * @throws HarnessError `E_DIRECTORY` when the file was moved out of the package
 */
export function packageRoot(): string {
  let directory = import.meta.dirname;
  while (found === undefined) {
    if (isOurs(directory)) found = directory;
    const parent = dirname(directory);
    if (found === undefined && parent === directory) {
      throw new HarnessError(
        'E_DIRECTORY',
        `No package.json of copybench lies above ${import.meta.dirname}. Install the whole package, not single files.`,
      );
    }
    directory = parent;
  }
  return found;
}

/**
 * Path of a compiled module, for starting it as a program: tests run from the sources, programs never do.
 *
 * @param path within `dist/`, such as `harness/measure/worker.js`
 */
export function compiledPath(path: string): string {
  return join(packageRoot(), 'dist', path);
}

/** The version in package.json. */
export function packageVersion(): string {
  const { version } = readPackage(packageRoot());
  if (typeof version === 'string') return version;
  throw new HarnessError('E_DIRECTORY', `The package.json in ${packageRoot()} has no version.`);
}
