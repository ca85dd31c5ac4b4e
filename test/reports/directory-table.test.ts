import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../harness/results/record.js';
import { renderHtml } from '../../reports/html.js';
import { renderMarkdown } from '../../reports/markdown.js';
import { loadPageParts } from '../../reports/page-parts.js';
import { renderTerminal } from '../../reports/terminal.js';
import { textWidth } from '../../reports/text-width.js';
import { directoryRun } from '../fakes/directory-runs.js';
import { goodRun } from '../fakes/runs.js';

describe('filesystems side by side', () => {
  it('read as the golden files, with what they are and where each copy was unlike', async () => {
    await expect(renderMarkdown(directoryRun)).toMatchFileSnapshot('golden/directories.md');
    const terminal = renderTerminal(directoryRun, { colour: false, columns: 100 });
    await expect(terminal).toMatchFileSnapshot('golden/directories-100.txt');
  });

  it('have a table for each size within, and one for copies from one to another', () => {
    const titles = renderMarkdown(directoryRun).match(/^### .+$/gm) ?? [];
    expect(titles.filter((title) => /file to file(, from one|$)/.test(title))).toEqual([
      '### 7 MB, file to file',
      '### 7 MB, file to file, from one filesystem to another',
      '### 200 MB, file to file',
      '### 200 MB, file to file, from one filesystem to another',
    ]);
  });

  it('say of every cell what it was: a copy with its speedup there, a clone, unsupported, failed', () => {
    expect(rowOf('read-write')).toEqual(['2.46 ms 1.00x', '1.99 ms 1.00x', '2.46 ms 1.00x ¹']);
    expect(rowOf('splice')).toEqual(['2.34 ms 1.05x', '1.89 ms 1.05x', '2.34 ms 1.05x? ¹']);
    expect(rowOf('copy-file-range')).toEqual([
      '2.44 ms \\~1.01x',
      '41.8 us clone',
      expect.anything(),
    ]);
    expect(rowOf('cp')[2]).toBe('failed ²');
    expect(rowOf('reflink')[0]).toMatch(/^unsupported/);
    expect(rowOf('memory-copy')[0]).toBe('763 us ceiling');
    const report = renderMarkdown(directoryRun);
    expect(report).toContain('reflink: ENOTSUP (operation not supported) from ioctl(FICLONE)');
    expect(report).toContain('cp on tmpfs: E\\_COMMAND: cp ended with status 1');
    expect(report).toContain('copy-file-range: EXDEV (cross-device link) from copy\\_file\\_range');
  });

  it('are on the page, and every heading names its filesystem', async () => {
    const page = renderHtml({ record: directoryRun, samples: [] }, await loadPageParts());
    expect(page).toContain('Filesystems side by side');
    for (const place of ['on ext4', 'on xfs', 'from ext4 to xfs'])
      expect(page.replaceAll('\u00a0', ' ')).toContain(`7 MB, file to file, ${place}`);
  });

  it('are no block of a run with one directory', () => {
    expect(renderMarkdown(goodRun)).not.toContain('side by side');
    const [first] = directoryRun.scenarios;
    expect(renderMarkdown({ ...directoryRun, scenarios: [first!] })).not.toContain('side by side');
  });

  it.each([40, 60, 80, 100])('fit %i columns', (columns) => {
    const lines = renderTerminal(directoryRun, { colour: false, columns }).split('\n');
    const command = `  ${directoryRun.options.command}`;
    expect(lines.filter((line) => line !== command && textWidth(line) > columns)).toEqual([]);
  });
});

/** The cells of a strategy in the first table of the block. */
function rowOf(name: string, record: RunRecord = directoryRun): string[] {
  const [, block = ''] = renderMarkdown(record).split('## Filesystems side by side');
  const line = block.split('\n').find((one) => one.startsWith(`| \`${name}\``));
  const cells = (line ?? '').split('|').map((words) => words.trim().replaceAll('*', ''));
  return cells.slice(2, -1);
}
