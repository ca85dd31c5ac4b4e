import { describe, expect, it } from 'vitest';
import { historyFormats } from '../../reports/formats/history-formats.js';
import { renderBlocks } from '../../reports/markdown.js';
import { terminalBlocks } from '../../reports/terminal.js';
import { buildHistory } from '../../reports/trend-report.js';
import { history, shortHistory } from '../fakes/histories.js';

const CASES = [
  ['nights', history],
  ['short', shortHistory],
] as const;

const inTerminal = (shown: typeof history, columns: number) =>
  terminalBlocks(buildHistory(shown), { colour: false, columns });

describe('a history', () => {
  it.each(CASES)('of %s reads as the golden files', async (name, shown) => {
    await expect(renderBlocks(buildHistory(shown))).toMatchFileSnapshot(
      `golden/history-${name}.md`,
    );
    await expect(inTerminal(shown, 100)).toMatchFileSnapshot(`golden/history-${name}-100.txt`);
  });

  it('names the kernel that came with a step', () => {
    const words = inTerminal(history, 100).replaceAll(/\s+/g, ' ');
    expect(words).toMatch(
      /2026-11-21 02:00 \(commit `c0ffe21`\): speedup of `splice`, 7 MB, file to file, −[\d.]+ % \(1\.3\dx to 1\.1\dx\), p below 0\.000001; with this run kernel from 6\.12\.48 to 6\.18\.0\./,
    );
  });

  it('fits a narrow terminal', () => {
    for (const line of inTerminal(history, 60).split('\n'))
      expect(line.length).toBeLessThanOrEqual(60);
  });

  it.each(historyFormats)('as $name lets no name do anything', (format) => {
    const shown = format.render(history, { colour: false, columns: 200 });
    expect(shown).not.toContain('\u001b');
    expect(shown).not.toContain('\n=HYPERLINK');
  });
});
