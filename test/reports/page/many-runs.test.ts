/** The pages of compare and history: what stands in them, and that they behave in a browser as a run's page does. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { comparisonFormats } from '../../../reports/formats/comparison-formats.js';
import { historyFormats } from '../../../reports/formats/history-formats.js';
import { threeRuns, twoRuns } from '../../fakes/comparisons.js';
import { history } from '../../fakes/histories.js';
import { noBrowser, useBrowser } from './browser.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const NOWHERE = { colour: false, columns: 100 };

const html = new Map<string, string>();
beforeAll(async () => {
  const comparison = comparisonFormats.find(({ name }) => name === 'html')!;
  const trends = historyFormats.find(({ name }) => name === 'html')!;
  html.set('two', await comparison.render(twoRuns, NOWHERE));
  html.set('three', await comparison.render(threeRuns, NOWHERE));
  html.set('nights', await trends.render(history, NOWHERE));
});

/** The page without pictures, script and style, which are golden elsewhere. */
function words(name: string): string {
  return html
    .get(name)!
    .replaceAll(/<svg [\s\S]*?<\/svg>/g, '<svg>…</svg>')
    .replace(/<style>[\s\S]*?<\/style>/, '<style>…</style>')
    .replace(/'sha256-[^']+'/, "'sha256-…'")
    .replace(/<script type[\s\S]*<\/script>/, '');
}

describe('the page', () => {
  it.each(['two', 'three', 'nights'])('of %s reads as the golden file', async (name) => {
    await expect(words(name)).toMatchFileSnapshot(`../golden/many-runs-${name}.html`);
  });

  it.each(['three', 'nights'])('of %s lets no name take effect', (name) => {
    expect(words(name)).toContain('&lt;img');
    expect(html.get(name)!).not.toContain('<img');
    expect(html.get(name)!).not.toContain('\u001b');
  });
});

describe.skipIf(noBrowser)(
  `in a browser${noBrowser ? `, skipped: ${noBrowser}` : ''}, the page`,
  () => {
    const pages = useBrowser();

    it.each(['two', 'three', 'nights'])(
      'of %s draws its charts, complains of nothing and asks for nothing',
      async (name) => {
        const { page, complaints, requests } = await pages.open(html.get(name)!);
        for (const figure of await page.locator('figure').all())
          await figure.scrollIntoViewIfNeeded();
        await page.waitForFunction(
          'document.querySelectorAll(".drawing[_echarts_instance_]").length === document.querySelectorAll("figure").length',
        );
        expect(await page.locator('figure').count()).toBeGreaterThan(0);
        await page.evaluate(AXE);
        const { violations } = await page.evaluate<AxeResults>(
          'axe.run({ exclude: [".drawing svg"] })',
        );
        const serious = violations.filter(
          ({ impact }) => impact === 'serious' || impact === 'critical',
        );
        expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
        expect(complaints).toEqual([]);
        expect(requests).toHaveLength(1);
      },
    );

    it.each(['three', 'nights'])('of %s fits a phone', async (name) => {
      const { page } = await pages.open(html.get(name)!, { viewport: { width: 375, height: 700 } });
      const [content, window] = await page.evaluate<[number, number]>(
        '[document.documentElement.scrollWidth, innerWidth]',
      );
      expect(content).toBeLessThanOrEqual(window);
    });
  },
);
