/** Charts as pictures: drawn once, in the colours of the page that they stand in, or as files of their own. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { HarnessError } from '../harness/core/errors.js';
import { packageRoot } from '../harness/core/package-root.js';
import type { Chart } from './charts/chart.js';
import { escapeMarkup } from './markup-escape.js';
import { coloured, type Palette } from './palette.js';

/** Draws one `<svg>` element whose colours are custom properties. */
export type DrawPicture = (chart: Chart, widthPx: number) => string;

/** What a page of GitHub gives a picture on a laptop. */
export const PICTURE_WIDTH_PX = 760;

/**
 * Loads the drawing code, which a process that measures never needs.
 *
 * @throws HarnessError `E_MODULE` where it has not been built
 */
export async function loadDrawing(): Promise<DrawPicture> {
  const path = builtPath('picture.js');
  const loaded: unknown = await import(pathToFileURL(path).href);
  if (isDrawing(loaded)) return loaded.drawPicture;
  throw new HarnessError('E_MODULE', `${path} has no drawPicture. Run npm run setup.`);
}

function isDrawing(loaded: unknown): loaded is { drawPicture: DrawPicture } {
  return typeof loaded === 'object' && loaded !== null && 'drawPicture' in loaded;
}

/**
 * Where the build leaves what reports are drawn with.
 *
 * @throws HarnessError `E_MODULE` where it is missing
 */
export function builtPath(name: string): string {
  const path = join(packageRoot(), 'dist', 'reports', 'drawing', name);
  if (existsSync(path)) return path;
  throw new HarnessError(
    'E_MODULE',
    `${path} does not exist, and charts are drawn with it. Run npm run setup, or ask for --charts none.`,
  );
}

/**
 * A picture as a file of its own: its colours fixed, its words in it for those who do not see it.
 *
 * @param drawn of the chart, by `DrawPicture`
 */
export function pictureFile(chart: Chart, drawn: string, palette: Palette): string {
  const svg = coloured(drawn, palette);
  const words = `<title>${escapeMarkup(chart.title)}</title><desc>${escapeMarkup(chart.summary)}</desc>`;
  return `${svg
    .replace(/^<svg /, '<svg role="img" ')
    .replace(/>/, `>\n${words}`)
    .replace(/(<rect [^>]*?)fill="none"/, `$1fill="${palette.paper}"`)}\n`;
}

/** Of the file that a chart is drawn into. */
export function pictureName(chart: Chart, mode: 'light' | 'dark'): string {
  return `${chart.id}-${mode}.svg`;
}
