import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../reports/markdown.js';
import { everythingRun, smallRun } from '../fakes/charted-runs.js';
import { emptyRun, goodRun, troubledRun } from '../fakes/runs.js';
import { socketRun } from '../fakes/sockets.js';

describe('the markdown report', () => {
  it.each([
    ['good', goodRun],
    ['troubled', troubledRun],
    ['empty', emptyRun],
    ['sockets', socketRun],
  ])('of a %s run reads as the golden file', async (name, record) => {
    await expect(renderMarkdown(record)).toMatchFileSnapshot(`golden/${name}.md`);
  });

  it.each([
    ['small', smallRun],
    ['everything', everythingRun],
  ])('of a %s run shows its charts as the golden file', async (name, { record, samples }) => {
    const report = renderMarkdown(record, { samples, folder: 'report-charts' });
    await expect(report).toMatchFileSnapshot(`golden/${name}-charts.md`);
    // Within code everything is plain text.
    const outsideCode = report.replaceAll(/``.+?``(?!`)|`[^`\n]+`/g, '');
    expect(outsideCode).not.toMatch(/(?<!\\)<(?:img src=x|script)/);
  });

  it('has no colour codes and no no-break spaces', () => {
    const report = renderMarkdown(troubledRun);
    expect(report).not.toContain('\u001b');
    expect(report).not.toContain('\u00a0');
  });

  it('gives every row of a table the cells of its heading', () => {
    const tables = renderMarkdown(troubledRun)
      .split('\n\n')
      .filter((block) => block.startsWith('| '));
    expect(tables.length).toBeGreaterThan(5);
    for (const table of tables) {
      const counts = table.split('\n').map((line) => line.match(/(?<!\\)\|/g)?.length);
      expect(new Set(counts).size).toBe(1);
    }
  });

  it('says what the published 346 % mean, and that only the shape compares', () => {
    const report = renderMarkdown(goodRun);
    expect(report).toContain('is a ratio of 3.46');
    expect(report).toContain('file to a socket');
    expect(report).toContain('| 156 | 45 | 346 % (3.46x) |');
    expect(report).toContain('| 2124 | 1150 | 184 % (1.84x) |');
    expect(report).toContain('| 18399 | 8537 | 215 % (2.15x) |');
  });

  it('explains the brackets once, below the first table', () => {
    const report = renderMarkdown(goodRun);
    expect(report.split('How to read it')).toHaveLength(2);
    expect(report.indexOf('How to read it')).toBeGreaterThan(report.indexOf('| :--'));
    expect(report.indexOf('How to read it')).toBeLessThan(report.indexOf('## 200 MB'));
  });
});
