/** A second checkout in a temporary folder: the sources, without what was built, and this one's dependencies. */
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll } from 'vitest';
import { packageRoot } from '../../harness/core/package-root.js';

const SOURCES = [
  'suites',
  'fixtures',
  'strategies',
  'harness',
  'reports',
  'scripts',
  'native',
  'peers',
];
const FILES = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.drawing.json',
  'binding.gyp',
];

/**
 * Copies the tree; it is removed after the tests of this file.
 *
 * @param more further folders, such as `dist`
 */
export function copyTree(...more: readonly string[]): string {
  const tree = mkdtempSync(join(tmpdir(), 'copybench-tree-'));
  afterAll(() => rmSync(tree, { recursive: true }));
  for (const name of [...SOURCES, ...FILES, ...more]) {
    cpSync(join(packageRoot(), name), join(tree, name), {
      recursive: true,
      filter: (path) => basename(path) !== 'generated',
    });
  }
  linkDependencies(join(packageRoot(), 'node_modules'), join(tree, 'node_modules'));
  return tree;
}

/** A folder of links, never a link to the folder: whatever empties it must not empty the one it stands for. */
function linkDependencies(from: string, to: string): void {
  mkdirSync(to);
  for (const name of readdirSync(from)) {
    if (!name.startsWith('.') || name === '.bin') symlinkSync(join(from, name), join(to, name));
  }
  // npm's own note of the install comes last, so that the tree counts as installed.
  copyFileSync(join(from, '.package-lock.json'), join(to, '.package-lock.json'));
}
