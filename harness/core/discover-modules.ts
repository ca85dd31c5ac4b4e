/** Finds modules by folder, so that adding one is adding one file. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { HarnessError } from './errors.js';

/** A thing that a module in a discovered folder default-exports. */
interface Named {
  name: string;
}

/**
 * Imports the default export of every module directly in `folder`.
 *
 * @param folder absolute path; compiled `.js` or, under a loader, `.ts` files
 * @param except file names without ending that are no members, such as `discover`
 * @returns the exports, in the order of their names
 * @throws HarnessError `E_MODULE` when a file exports nothing named after itself
 */
export async function discoverModules<T extends Named>(
  folder: string,
  except: readonly string[],
): Promise<T[]> {
  const files = modulesIn(folder)
    .filter((file) => !except.includes(stem(file)))
    .toSorted((a, b) => (stem(a) < stem(b) ? -1 : 1));
  return Promise.all(files.map((file) => importNamed<T>(folder, file)));
}

/**
 * Imports the default export of one module directly in `folder`, and no other.
 *
 * @throws HarnessError `E_MODULE` when there is no such module, or it exports nothing of that name
 */
export async function loadModule<T extends Named>(folder: string, name: string): Promise<T> {
  const file = modulesIn(folder).find((candidate) => stem(candidate) === name);
  if (file !== undefined) return importNamed<T>(folder, file);
  throw new HarnessError('E_MODULE', `There is no module "${name}" in ${folder}.`);
}

function modulesIn(folder: string): string[] {
  return readdirSync(folder).filter((file) => /(?<!\.d)\.(js|ts)$/.test(file));
}

async function importNamed<T extends Named>(folder: string, file: string): Promise<T> {
  // What a module exports is known only by the contract of its folder; its name is checked below.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const module = (await import(pathToFileURL(join(folder, file)).href)) as { default?: T };
  if (module.default?.name !== stem(file)) {
    throw new HarnessError(
      'E_MODULE',
      `${join(folder, file)} default-exports ${module.default?.name ?? 'nothing'}; ` +
        `it must export something named "${stem(file)}", after its file.`,
    );
  }
  return module.default;
}

function stem(file: string): string {
  return file.replace(/\.(js|ts)$/, '');
}
