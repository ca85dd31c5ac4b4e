/** The page in a real browser: what it shows, what answers, and what it never does. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { renderHtml } from '../../../reports/html.js';
import { loadPageParts } from '../../../reports/page-parts.js';
import { palettes } from '../../../reports/palette.js';
import { noBrowser, useBrowser } from './browser.js';
import { everythingRun, HOSTILE, longRun, smallRun } from '../../fakes/charted-runs.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SPEEDUP = '#speedup-file-to-file-7000000-warm';
const SAMPLES = '#samples-file-to-file-7000000-warm';

/** Every chart drawn by the script, as if a person had looked at all of them. */
async function drawAll(page: Page): Promise<void> {
  for (const figure of await page.locator('figure').all()) await figure.scrollIntoViewIfNeeded();
  await page.waitForFunction(
    'document.querySelectorAll(".drawing[_echarts_instance_]").length === document.querySelectorAll("figure").length',
  );
}

/** Each as its share of the way from the first to the last: on a linear axis distances keep their proportions. */
function shares(figures: readonly number[]): number[] {
  const first = figures[0] ?? 0;
  const last = figures.at(-1) ?? 0;
  return figures.map((figure) => (figure - first) / (last - first));
}

/** `#14181c` -> `rgb(20, 24, 28)`. */
function rgb(hex: string): string {
  return `rgb(${[1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)).join(', ')})`;
}

/** Words of serious findings of axe-core. Drawings are one image each, whose parts nobody is told. */
async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate<AxeResults>('axe.run({ exclude: [".drawing svg"] })');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join('; ')}`);
}

describe.skipIf(noBrowser)(
  `the page in a browser${noBrowser ? `, skipped: ${noBrowser}` : ''}`,
  { timeout: 120_000 },
  () => {
    const pages = useBrowser();
    let small = '';
    let everything = '';
    beforeAll(async () => {
      const parts = await loadPageParts();
      small = renderHtml(smallRun, parts);
      everything = renderHtml(everythingRun, parts);
    });

    it('draws a dot for every sample, where its value belongs', async () => {
      const { page } = await pages.open(small);
      await drawAll(page);
      const dots = page.locator(`${SAMPLES} .drawing [fill="var(--dot)"]`);
      expect(await dots.count()).toBe(3 * 8);
      const centres = await dots.evaluateAll((all) =>
        all.map((dot) => dot.getBoundingClientRect()).map(({ x, width }) => x + width / 2),
      );
      const ratios = smallRun.samples
        .filter(({ scenario, round }) => scenario === 'file-to-file-7000000-warm' && round > 0)
        .filter(({ strategy }) => strategy === 'splice')
        .map(({ elapsedNs }) => elapsedNs);
      // splice is the fastest: the first row.
      shares(centres.slice(0, 8)).forEach((value, index) => {
        expect(value).toBeCloseTo(shares(ratios)[index] ?? Number.NaN, 2);
      });
    });

    it('draws every speedup with its interval, and says it beside and on a hover', async () => {
      const { page } = await pages.open(small);
      await drawAll(page);
      const drawing = page.locator(`${SPEEDUP} .drawing`);
      for (const words of [
        'splice',
        '1.05x [1.02, 1.08]',
        'stream-pipe',
        'memory-copy · ceiling',
        '3.23x',
      ]) {
        expect(await drawing.getByText(words, { exact: true }).count()).toBe(1);
      }
      expect(await drawing.locator('[fill="var(--faster)"]').count()).toBe(1);
      await drawing.locator('[fill="var(--faster)"]').hover();
      await page.getByText('the same').or(page.getByText('faster')).first().waitFor();
      expect(await drawing.innerText()).toContain('1.05x [1.02, 1.08]');
    });

    it('hides what filters leave out, in tables and charts, and shows all again', async () => {
      const { page } = await pages.open(small);
      await drawAll(page);
      await page.locator('summary', { hasText: 'Sizes' }).click();
      await page.getByRole('checkbox', { name: '200 MB' }).uncheck();
      expect(await page.locator('main > section[data-size="200 MB"]').isVisible()).toBe(false);
      expect(await page.locator('main > section[data-size="7 MB"]').isVisible()).toBe(true);
      expect(await page.locator('output').innerText()).toBe('1 of 2 scenarios shown');
      await page.locator('summary', { hasText: 'Strategies' }).click();
      await page.getByRole('checkbox', { name: 'splice' }).uncheck();
      expect(await page.locator('tr[data-strategy=splice]:visible').count()).toBe(0);
      expect(await page.locator(`${SPEEDUP} .drawing`).getByText('splice').count()).toBe(0);
      await page.getByRole('button', { name: 'Show all' }).click();
      await page.locator(`${SPEEDUP} .drawing`).getByText('splice').waitFor();
      expect(await page.locator('output').innerText()).toBe('2 of 2 scenarios shown');
    });

    it('sorts a table by the heading that is pressed, with the keyboard too', async () => {
      const { page } = await pages.open(small);
      const table = page.locator('main > section[data-size="7 MB"] > .scroll table');
      const names = () => table.locator('tbody th').allInnerTexts();
      const median = table.getByRole('button', { name: 'median' });
      // Tables can be sorted once they come near the screen.
      await table.scrollIntoViewIfNeeded();
      await median.focus();
      await page.keyboard.press('Enter');
      expect(await names()).toEqual(['splice', 'read-write', 'stream-pipe']);
      await page.keyboard.press('Enter');
      expect(await names()).toEqual(['stream-pipe', 'read-write', 'splice']);
      expect(await table.locator('th[aria-sort=descending]').innerText()).toContain('median');
    });

    it('takes the colours that the reader wants', async () => {
      const background = 'getComputedStyle(document.body).backgroundColor';
      for (const colorScheme of ['light', 'dark'] as const) {
        const { page } = await pages.open(small, { colorScheme });
        expect(await page.evaluate(background)).toBe(rgb(palettes[colorScheme].paper));
      }
    });

    it.each([375, 1200])('never scrolls sideways at %i pixels', async (width) => {
      for (const html of [small, everything]) {
        const { page } = await pages.open(html, { viewport: { width, height: 800 } });
        await drawAll(page);
        expect(await page.evaluate('document.scrollingElement.scrollWidth')).toBeLessThanOrEqual(
          width,
        );
      }
    });

    it('is whole without its script', async () => {
      const { page, complaints } = await pages.open(small, { javaScriptEnabled: false });
      expect(await page.locator('figure').count()).toBe(9);
      expect(await page.locator('figure .drawing > svg').count()).toBe(9);
      expect(await page.locator('table').count()).toBeGreaterThan(5);
      expect(await page.locator('#filters').isVisible()).toBe(false);
      expect(complaints).toEqual([]);
    });

    it('gives axe-core nothing serious', async () => {
      for (const [html, colorScheme] of [
        [everything, 'light'],
        [small, 'dark'],
      ] as const) {
        const { page } = await pages.open(html, { colorScheme });
        expect(await seriousFindings(page)).toEqual([]);
      }
    });

    it('asks the network for nothing, runs no name, and complains of nothing', async () => {
      const { page, complaints, requests } = await pages.open(everything);
      await drawAll(page);
      await page.locator('[fill="var(--dot)"]').first().hover({ force: true });
      expect(await page.evaluate('window.hacked')).toBeUndefined();
      expect(await page.locator('main img, main script').count()).toBe(0);
      expect(await page.getByText('window.hacked=1').count()).toBeGreaterThan(5);
      expect(complaints).toEqual([]);
      expect(requests).toEqual([page.url()]);
    });

    it('holds the record for download', async () => {
      const { page } = await pages.open(everything);
      const waiting = page.waitForEvent('download');
      await page.locator('#record').click();
      const download = await waiting;
      expect(download.suggestedFilename()).toBe('record.json');
      const record: unknown = JSON.parse(readFileSync(await download.path(), 'utf8'));
      expect(record).toEqual(JSON.parse(JSON.stringify(everythingRun.record)));
      expect(everythingRun.record.machine.hostname).toBe(HOSTILE);
    });

    it('bears a thousand scenarios, and draws those that are looked at', async () => {
      const html = renderHtml(longRun(1000), await loadPageParts());
      const { page, complaints } = await pages.open(html);
      expect(await page.locator('main > section[data-route]').count()).toBe(1000);
      const last = page.locator('figure').last();
      await last.scrollIntoViewIfNeeded();
      await last.locator('.drawing svg').waitFor();
      const drawn = await page.locator('.drawing[_echarts_instance_]').count();
      expect(drawn).toBeLessThan(100);
      expect(complaints).toEqual([]);
    });
  },
);
