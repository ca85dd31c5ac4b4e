/** What the build made for the page: drawing code, script and style. */
import { readFileSync } from 'node:fs';
import type { PageParts } from './html/page.js';
import { builtPath, loadDrawing } from './pictures.js';

/** @throws HarnessError `E_MODULE` where it has not been built */
export async function loadPageParts(): Promise<PageParts> {
  return {
    draw: await loadDrawing(),
    script: readFileSync(builtPath('page.js'), 'utf8'),
    style: readFileSync(builtPath('style.css'), 'utf8'),
  };
}
