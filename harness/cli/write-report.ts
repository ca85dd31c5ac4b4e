/** Writes the reports of a run beside its record: in markdown with pictures of its charts, and as a page. */
import { join } from 'node:path';
import { renderHtml } from '../../reports/html.js';
import { renderMarkdown } from '../../reports/markdown.js';
import { loadPageParts } from '../../reports/page-parts.js';
import { palettes } from '../../reports/palette.js';
import {
  type DrawPicture,
  PICTURE_WIDTH_PX,
  pictureFile,
  pictureName,
} from '../../reports/pictures.js';
import { buildReport } from '../../reports/report.js';
import { writeFileAtomically } from '../core/atomic-file.js';
import { makeDirectory } from '../core/make-directory.js';
import type { SampledRun } from '../results/read-run.js';

/** Beside report.md. */
const PICTURES = 'report-charts';

/** Whether report.md shows charts, as pictures beside it. The page always does. */
export type MarkdownCharts = 'none' | 'svg';

/**
 * @returns paths of the reports
 * @throws HarnessError `E_MODULE` where the drawing code has not been built; the report without charts is written
 */
export async function writeReports(
  directory: string,
  run: SampledRun,
  charts: MarkdownCharts,
): Promise<readonly string[]> {
  const [markdown, page] = [join(directory, 'report.md'), join(directory, 'report.html')];
  await writeFileAtomically(markdown, renderMarkdown(run.record));
  const parts = await loadPageParts();
  if (charts === 'svg') {
    await writePictures(join(directory, PICTURES), run, parts.draw);
    const pictures = { samples: run.samples, folder: PICTURES };
    await writeFileAtomically(markdown, renderMarkdown(run.record, pictures));
  }
  await writeFileAtomically(page, renderHtml(run, parts));
  return [markdown, page];
}

/** Every chart in the light and in the dark. */
async function writePictures(
  folder: string,
  { record, samples }: SampledRun,
  draw: DrawPicture,
): Promise<void> {
  const charts = buildReport(record, samples).flatMap((block) =>
    block.kind === 'charts' ? block.charts : [],
  );
  if (charts.length === 0) return;
  await makeDirectory(folder);
  for (const chart of charts) {
    const drawn = draw(chart, PICTURE_WIDTH_PX);
    for (const mode of ['light', 'dark'] as const) {
      const path = join(folder, pictureName(chart, mode));
      await writeFileAtomically(path, pictureFile(chart, drawn, palettes[mode]));
    }
  }
}
