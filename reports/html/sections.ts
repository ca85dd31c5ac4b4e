/** The blocks of a report as sections of a page, each with a heading that can be linked to. */
import type { Block, ChartBlock, Heading } from '../block.js';
import type { Chart } from '../charts/chart.js';
import { slug } from '../charts/chart.js';
import { escapeMarkup } from '../markup-escape.js';
import { plainText } from '../text.js';
import { figureHtml } from './figure.js';
import { inline } from './inline.js';
import { tableHtml } from './table.js';

export interface Section {
  readonly id: string;
  readonly heading: Heading;
  readonly blocks: readonly Block[];
}

/** Gives the picture of a chart, or nothing where the page has enough of them. */
export type Picture = (chart: Chart) => string | undefined;

/** Everything below a heading of the second level is a section; what comes before the first is returned apart. */
export function sectionsOf(blocks: readonly Block[]): {
  opening: readonly Block[];
  sections: readonly Section[];
} {
  const opening: Block[] = [];
  const sections: { id: string; heading: Heading; blocks: Block[] }[] = [];
  for (const block of blocks) {
    if (block.kind === 'heading' && block.level === 2) {
      sections.push({ id: uniqueId(block, sections), heading: block, blocks: [] });
    } else (sections.at(-1)?.blocks ?? opening).push(block);
  }
  return { opening, sections };
}

function uniqueId(heading: Heading, earlier: readonly { id: string }[]): string {
  const id = slug(plainText(heading.text)) || 'section';
  return earlier.some((other) => other.id === id) ? `${id}-${earlier.length + 1}` : id;
}

export function sectionHtml({ id, heading, blocks }: Section, picture: Picture): string {
  const about = Object.entries(heading.about ?? {}).map(
    ([name, value]) => ` data-${name}="${escapeMarkup(value)}"`,
  );
  const title = `<h2 id="${id}-title"><a href="#${id}">${inline(heading.text)}</a></h2>`;
  const caption = plainText(heading.text).replaceAll('\u00a0', ' ');
  const body = blocks.map((block) => blockHtml(block, caption, picture)).join('\n');
  return `<section id="${id}" aria-labelledby="${id}-title"${about.join('')}>\n${title}\n${body}\n</section>`;
}

export function blockHtml(block: Block, caption: string, picture: Picture): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level}>${inline(block.text)}</h${block.level}>`;
    case 'paragraph':
      return `<p>${inline(block.text)}</p>`;
    case 'list':
      return `<ul>${block.items.map((item) => `<li>${inline(item)}</li>`).join('\n')}</ul>`;
    case 'table':
      return tableHtml(block.table, caption);
    case 'charts':
      return chartsHtml(block, picture);
    default:
      return `<pre tabindex="0"><code>${escapeMarkup(block.code)}</code></pre>`;
  }
}

function chartsHtml({ rank, charts }: ChartBlock, picture: Picture): string {
  const figures = charts.map((chart) => figureHtml(chart, picture(chart))).join('\n');
  return `<div class="${rank}">\n${figures}\n</div>`;
}
