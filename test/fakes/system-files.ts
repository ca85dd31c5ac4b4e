/** A tree that stands for /proc and /sys of another machine. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { SystemFiles } from '../../harness/machine/system-files.js';
import { temporaryFolder } from './folders.js';

/** @param tree text by path, such as `/proc/loadavg` */
export function fakeSystem(tree: Readonly<Record<string, string>>): SystemFiles {
  const path = temporaryFolder();
  for (const [name, text] of Object.entries(tree)) {
    mkdirSync(dirname(path(name)), { recursive: true });
    writeFileSync(path(name), `${text}\n`);
  }
  return new SystemFiles(path());
}
