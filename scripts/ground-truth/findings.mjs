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

/** The table, and whether something in it disagrees. */
export class Findings {
  disagrees = false;
  rows = [];

  /** Adds a row; without `agrees` it is told and not judged. `figures` are for programs. */
  tell({ comparison, ours, theirs, difference, agrees, figures }) {
    if (agrees === false) this.disagrees = true;
    const verdict = agrees === undefined ? 'told' : agrees ? 'agrees' : 'DISAGREES';
    this.rows.push({ comparison, ours, theirs, difference, verdict, figures });
  }

  /** What cannot be compared here, and why. */
  leaveOut(comparison, reason) {
    this.rows.push({ comparison, ours: '', theirs: '', difference: reason, verdict: 'not here' });
  }

  /** Whether `program` is there; told when it is not. */
  has(program, comparison) {
    if (spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined) return true;
    this.leaveOut(comparison, `${program} is not installed`);
    return false;
  }

  toString() {
    const head = ['comparison', 'copybench', 'the other', 'difference', ''];
    const table = new Table({ head, style: { head: [], border: [] } });
    for (const { comparison, ours, theirs, difference, verdict } of this.rows)
      table.push([comparison, ours, theirs, difference, verdict]);
    return table.toString();
  }
}
