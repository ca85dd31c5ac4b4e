/** A chart in the page: a picture that needs no script, what it says in words, and its figures as a table. */
import type { Chart } from '../charts/chart.js';
import { chartFigures } from '../charts/chart-figures.js';
import { escapeMarkup } from '../markup-escape.js';
import { tableHtml } from './table.js';

const UNDRAWN = '<noscript><p>This chart is drawn when the page may run its script.</p></noscript>';

/** @param picture one `<svg>` element; undefined where the page has too many to hold them */
export function figureHtml(chart: Chart, picture: string | undefined): string {
  const id = escapeMarkup(chart.id);
  const [title, summary] = [escapeMarkup(chart.title), escapeMarkup(chart.summary)];
  const svg = picture?.replace(/^<svg /, '<svg aria-hidden="true" ') ?? '';
  return `<figure id="${id}" data-kind="${chart.kind}">
<figcaption><a href="#${id}">${title}</a> <span>${summary}</span></figcaption>
<div class="drawing" role="img" tabindex="0" aria-label="${title}: ${summary}">${svg}</div>
${picture === undefined ? UNDRAWN : ''}${figuresHtml(chart)}
</figure>`;
}

function figuresHtml(chart: Chart): string {
  const figures = chartFigures(chart);
  if (figures === undefined) return '';
  return `<details><summary>Figures of this chart</summary>${tableHtml(figures, chart.title)}</details>`;
}
