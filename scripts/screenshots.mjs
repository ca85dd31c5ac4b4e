// Takes the pictures of docs/reading-a-report.md and of the README from a run's report.html: node scripts/screenshots.mjs DIRECTORY
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [directory] = process.argv.slice(2);
if (directory === undefined) throw new Error('Name the directory of a run that has a report.html.');
const page = pathToFileURL(resolve(directory, 'report.html')).href;
const target = join(dirname(fileURLToPath(import.meta.url)), '..', 'docs', 'images');
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
mkdirSync(target, { recursive: true });

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
await shoot('report-answer', { colorScheme: 'light' });
await shoot('report-dark', { colorScheme: 'dark' }, 'main > section[data-route]');
await shoot('report-speedup', { colorScheme: 'light' }, 'figure[data-kind=intervals]');
await shoot('report-samples', { colorScheme: 'light' }, 'figure[data-kind=samples]');
await shoot('report-sizes', { colorScheme: 'light' }, 'figure[data-kind=curves]');
await shoot('report-cost', { colorScheme: 'light' }, '.details');
await shoot('report-phone', { colorScheme: 'light', viewport: { width: 375, height: 760 } });
await shootPaper();
await browser.close();
copySpeedups();

/** The first screen, or the first element that fits the selector. */
async function shoot(name, options, selector) {
  const context = await browser.newContext({ viewport: { width: 1160, height: 800 }, ...options });
  const opened = await context.newPage();
  await opened.goto(page);
  const path = join(target, `${name}.png`);
  if (selector === undefined) await opened.screenshot({ path });
  else {
    const element = opened.locator(selector).first();
    await element.scrollIntoViewIfNeeded();
    await element.locator('.drawing > div svg').first().waitFor();
    // What stays at the top of the screen would stand in the picture.
    await opened.addStyleTag({ content: '#filters { position: static !important }' });
    await element.screenshot({ path });
  }
  await context.close();
}

/** As wide as a sheet. */
async function shootPaper() {
  const opened = await browser.newPage({ viewport: { width: 720, height: 1000 } });
  await opened.goto(page);
  await opened.evaluate('dispatchEvent(new Event("beforeprint"))');
  await opened.emulateMedia({ media: 'print' });
  await opened.screenshot({ path: join(target, 'report-paper.png') });
}

/** The chart that the README shows: the middle one of the published sizes, as it was published, else the first. */
function copySpeedups() {
  const folder = join(resolve(directory), 'report-charts');
  const names = readdirSync(folder).filter((name) => name.startsWith('speedup-'));
  for (const mode of ['light', 'dark']) {
    const own = names.filter((name) => name.endsWith(`-${mode}.svg`));
    const shown = own.find((name) => /file-to-socket.*-200mb-/.test(name)) ?? own[0];
    copyFileSync(join(folder, shown), join(target, `speedup-${mode}.svg`));
  }
}
