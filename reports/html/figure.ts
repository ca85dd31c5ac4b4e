/** A chart in the page: a picture that needs no script, what it says in words, and its figures as a table. */
import type { Chart } from '../charts/chart.js';
import { chartFigures } from '../charts/chart-figures.js';
import { escapeMarkup } from '../markup-escape.js';
import { tableHtml } from './table.js';

/** @param picture one `<svg>` element; undefined where the page has too many to hold them */
export function figureHtml(chart: Chart, picture: string | undefined): string {
  const id = escapeMarkup(chart.id);
  const title = escapeMarkup(chart.title);
  const drawing = picture ?? '<p class="undrawn">Drawn when the page may run its script.</p>';
  const figures = chartFigures(chart);
  const details =
    figures === undefined
      ? ''
      : `\n<details><summary>Figures of this chart</summary>${tableHtml(figures, chart.title)}</details>`;
  return `<figure id="${id}" data-kind="${chart.kind}">
<figcaption><a href="#${id}">${title}</a> <span>${escapeMarkup(chart.summary)}</span></figcaption>
<div class="drawing" role="img" tabindex="0" aria-label="${title}: ${escapeMarkup(chart.summary)}">${picture === undefined ? '' : picture.replace(/^<svg /, '<svg aria-hidden="true" ')}</div>${picture === undefined ? `<noscript>${drawing}</noscript>` : ''}${details}
</figure>`;
}
