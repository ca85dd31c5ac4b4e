/** Debian's or anybody's Chromium for the tests of pages; where there is none, the reason. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
/** No sandbox, as root has none; and nothing that calls home. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const executablePath = PLACES.find((path) => existsSync(path));

/** Why the tests are skipped; undefined where they run. */
export const noBrowser =
  executablePath === undefined
    ? `there is no Chromium: node scripts/install-chromium.mjs, or one of ${PLACES.join(', ')}`
    : undefined;

/** A page that was opened, and what it did. */
export interface Opened {
  readonly page: Page;
  /** Errors, warnings and uncaught exceptions. */
  readonly complaints: string[];
  readonly requests: string[];
}

export interface Pages {
  /** Writes the page into a file and opens it from there. */
  open(html: string, options?: BrowserContextOptions): Promise<Opened>;
}

/** One browser for the tests of a file. */
export function useBrowser(): Pages {
  let browser: Browser | undefined;
  const folder = mkdtempSync(join(tmpdir(), 'copybench-page-'));
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ARGUMENTS });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });
  return {
    open: async (html, options = {}) => {
      if (browser === undefined) throw new Error('The browser has not been started.');
      const path = join(folder, 'report.html');
      writeFileSync(path, html);
      const context = await browser.newContext({
        viewport: { width: 1200, height: 900 },
        ...options,
      });
      const page = await context.newPage();
      const opened: Opened = { page, complaints: [], requests: [] };
      page.on('console', (message) =>
        opened.complaints.push(`${message.type()}: ${message.text()}`),
      );
      page.on('pageerror', (error) => opened.complaints.push(String(error)));
      page.on('dialog', (dialog) => {
        opened.complaints.push(`dialog: ${dialog.message()}`);
        void dialog.dismiss();
      });
      page.on('request', (request) => opened.requests.push(request.url()));
      await page.goto(pathToFileURL(path).href);
      return opened;
    },
  };
}
