/** A second checkout in a temporary folder: the sources, without what was built, and this one's dependencies. */
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll } from 'vitest';
import { packageRoot } from '../../harness/core/package-root.js';

const SOURCES = ['suites', 'fixtures', 'strategies', 'harness', 'reports', 'scripts', 'native'];
const FILES = ['package.json', 'package-lock.json', 'tsconfig.json', 'binding.gyp'];

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
  symlinkSync(join(packageRoot(), 'node_modules'), join(tree, 'node_modules'));
  return tree;
}
