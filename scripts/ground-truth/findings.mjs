// What the comparisons share: the place they work in, and the table they fill.
import { spawnSync } from 'node:child_process';
import Table from 'cli-table3';
import { loadAddon } from '../../dist/harness/binding/load.js';

const loaded = loadAddon();
if (!loaded.ok) throw new Error(loaded.reason);
export const { addon } = loaded;

/** Options that name the copier's usual settings. */
export const COPIERS = {
  'read-write': { bufferBytes: 65_536 },
  splice: { pipeBytes: 65_536 },
  sendfile: {},
  'copy-file-range': {},
  'mmap-write': {},
};
/** Calls that a copier counts; opening, closing and mapping are not among them. */
export const MOVING = /^(p?read(64)?|p?write(64)?|splice|sendfile(64)?|copy_file_range)$/;

/** The table, and whether something in it disagrees. */
export class Findings {
  disagrees = false;
  #table = new Table({
    head: ['comparison', 'copybench', 'the other', 'difference', ''],
    style: { head: [], border: [] },
  });

  /** Adds a row; without `agrees` it is told and not judged. */
  tell({ comparison, ours, theirs, difference, agrees }) {
    if (agrees === false) this.disagrees = true;
    const verdict = agrees === undefined ? 'told' : agrees ? 'agrees' : 'DISAGREES';
    this.#table.push([comparison, ours, theirs, difference, verdict]);
  }

  /** What cannot be compared here, and why. */
  leaveOut(comparison, reason) {
    this.#table.push([comparison, '', '', reason, 'not here']);
  }

  /** Whether `program` is there; told when it is not. */
  has(program, comparison) {
    if (spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined) return true;
    this.leaveOut(comparison, `${program} is not installed`);
    return false;
  }

  toString() {
    return this.#table.toString();
  }
}
