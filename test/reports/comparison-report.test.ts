import { describe, expect, it } from 'vitest';
import { buildComparison } from '../../reports/comparison-report.js';
import { comparisonFormats } from '../../reports/formats/comparison-formats.js';
import { renderBlocks } from '../../reports/markdown.js';
import { terminalBlocks } from '../../reports/terminal.js';
import { strangers, threeRuns, twoRuns } from '../fakes/comparisons.js';

const CASES = [
  ['two', twoRuns],
  ['three', threeRuns],
  ['strangers', strangers],
] as const;

const inTerminal = (comparison: typeof twoRuns, columns: number) =>
  terminalBlocks(buildComparison(comparison), { colour: false, columns });

describe('a comparison', () => {
  it.each(CASES)('of %s runs reads as the golden files', async (name, comparison) => {
    await expect(renderBlocks(buildComparison(comparison))).toMatchFileSnapshot(
      `golden/comparison-${name}.md`,
    );
    await expect(inTerminal(comparison, 100)).toMatchFileSnapshot(
      `golden/comparison-${name}-100.txt`,
    );
  });

  it('tells what differs before any figure', () => {
    const lines = inTerminal(twoRuns, 100).split('\n');
    const differs = lines.findIndex((line) => line.includes('kernel: A 6.12'));
    expect(differs).toBeGreaterThan(0);
    expect(differs).toBeLessThan(lines.findIndex((line) => /\d x|\dx/.test(line)));
  });

  it('gives no ratio of times between machines, and says why', () => {
    const words = inTerminal(threeRuns, 200);
    expect(words).toContain('The times are of different machines');
    expect(inTerminal(twoRuns, 200)).not.toContain('different machines');
  });

  it('fits a narrow terminal', () => {
    for (const line of inTerminal(threeRuns, 60).split('\n')) {
      expect(line.length).toBeLessThanOrEqual(60);
    }
  });

  it.each(comparisonFormats)('as $name lets no name do anything', (format) => {
    const shown = format.render(threeRuns, { colour: false, columns: 200 });
    expect(shown).not.toContain('\u001b');
    expect(shown).not.toContain('\n=HYPERLINK');
  });

  it('in markdown leaves no markup of theirs alive', () => {
    const shown = renderBlocks(buildComparison(threeRuns));
    // Within code spans everything is literal; elsewhere the angle bracket is escaped.
    expect(shown.replaceAll(/(`+)[^\n]*?\1/g, '')).not.toMatch(/(?<!\\)<img/);
  });
});
