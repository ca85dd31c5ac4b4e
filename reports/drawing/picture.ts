/** Draws a chart without a browser: SVG text whose colours are custom properties. */
import type { Chart } from '../charts/chart.js';
import { withoutControls } from '../markup-escape.js';
import { FONT, FONT_SIZE_PX } from './look.js';
import { chartHeightPx, chartOption } from './option.js';
import { init } from './parts.js';

const OWN_FONT = ` style="font-size:${FONT_SIZE_PX}px;font-family:${FONT};"`;

/** @returns one `<svg>` element of this width, the same text for the same chart */
export function drawPicture(chart: Chart, widthPx: number): string {
  const height = chartHeightPx(chart);
  const drawing = init(null, null, { renderer: 'svg', ssr: true, width: widthPx, height });
  try {
    drawing.setOption(chartOption(chart, widthPx));
    return tidied(drawing.renderToSVGString(), chart.id);
  } finally {
    drawing.dispose();
  }
}

/** Without what only a page that runs needs, the font said once, and ids that two pictures do not share. */
function tidied(svg: string, id: string): string {
  return withoutControls(svg)
    .replaceAll(/<style >[\s\S]*?<\/style>\s*/g, '')
    .replaceAll(/ (?:class="zr\d+-cls-\d+"|pointer-events="visible"|xml:space="preserve")/g, '')
    .replaceAll(OWN_FONT, '')
    .replaceAll(/\bzr\d+-/g, `${id}-`)
    .replace(/^<svg /, `<svg font-size="${FONT_SIZE_PX}" font-family="${FONT}" `);
}
