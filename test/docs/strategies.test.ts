import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../harness/core/package-root.js';
import { discoverStrategies } from '../../strategies/discover.js';

const page = readFileSync(join(packageRoot(), 'docs', 'strategies.md'), 'utf8');

describe('docs/strategies.md', () => {
  it('has the table that the strategies give', () => {
    const script = join(packageRoot(), 'scripts', 'write-strategy-table.mjs');
    const { status, stderr } = spawnSync(process.execPath, [script, '--check'], {
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('has a section for every strategy, and for none that does not exist', async () => {
    const headings = [...page.matchAll(/^### (`.*)$/gm)].flatMap(([, words]) => namesIn(words!));
    const names = (await discoverStrategies()).map(({ name }) => name);
    expect(headings.toSorted()).toEqual(names.toSorted());
  });
});

/** A section may stand for several strategies: "`splice`, `splice-64k`". */
function namesIn(words: string): string[] {
  return [...words.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);
}
