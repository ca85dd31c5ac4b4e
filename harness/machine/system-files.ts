/** The small files in which a Linux kernel describes a machine, under the real root or a test's. */
import { readdirSync } from 'node:fs';
import { numberIn, readFact, WHOLE } from './proc-files.js';

export class SystemFiles {
  readonly #root: string;

  /** @param root what stands before every path; empty: the machine itself */
  constructor(root = '') {
    this.#root = root;
  }

  /** The trimmed text of a file, or null where there is none or it may not be read. */
  read(path: string): string | null {
    // Joined as text: `..` behind a symbolic link, as in /sys/dev/block, is the kernel's to resolve.
    return readFact(`${this.#root}${path}`);
  }

  /** A whole number in a one-line file, or null. */
  number(path: string): number | null {
    return numberIn(WHOLE, this.read(path));
  }

  /** Names in a folder, in order; none where there is no such folder. */
  list(path: string): string[] {
    try {
      return readdirSync(`${this.#root}${path}`).toSorted();
    } catch {
      // Absent or not for us: there is nothing to be seen in it.
      return [];
    }
  }

  /** Whether nothing is seen in a folder that is never empty: it is masked, not mounted, or not for us. */
  isHidden(folder: string): boolean {
    return this.list(folder).length === 0;
  }
}
