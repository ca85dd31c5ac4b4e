import { describe, expect, it } from 'vitest';
import { mergeRuns } from '../../harness/results/merge-runs.js';
import { renderMarkdown } from '../../reports/markdown.js';
import { pooledBlocks } from '../../reports/pooled-table.js';
import { renderTerminal } from '../../reports/terminal.js';
import { elsewhere, fakeSampledRun, HOSTILE } from '../fakes/sampled-runs.js';

const run = (day: number, splice: number, changes = {}) =>
  fakeSampledRun({
    day,
    scenarios: [{ sizeBytes: 7e6, times: { 'read-write': 2.4e6, splice, 'copy-file': 2.41e6 } }],
    changes,
  });
const made = { runId: '2026-11-24-000000-merged', command: 'copybench merge a b c' };
const { record } = mergeRuns(
  [run(1, 1.8e6), run(2, 1.9e6), run(3, 1.7e6, { machine: elsewhere({ hostname: HOSTILE }) })],
  made,
);

describe('the report of pooled runs', () => {
  it('reads as the golden files', async () => {
    await expect(renderMarkdown(record)).toMatchFileSnapshot('golden/pooled.md');
    const shown = renderTerminal(record, { colour: false, columns: 100 });
    await expect(shown).toMatchFileSnapshot('golden/pooled-100.txt');
  });

  it('of one run has no word of it', () => {
    expect(pooledBlocks(run(1, 1.8e6).record)).toEqual([]);
  });
});
