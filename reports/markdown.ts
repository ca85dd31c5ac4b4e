/** The report in GitHub Flavored Markdown. */
import type { Sample } from '../harness/measure/sample.js';
import type { RunRecord } from '../harness/results/record.js';
import { type Block, type ChartBlock, withoutCharts } from './block.js';
import type { Chart } from './charts/chart.js';
import { codeBlock, codeSpan, escapeLineStart, escapeMarkdown } from './markdown-escape.js';
import { escapeMarkup } from './markup-escape.js';
import { pictureName, PICTURE_WIDTH_PX } from './pictures.js';
import { buildReport } from './report.js';
import { fit } from './table-fit.js';
import { type Column, type Table, numberNotes, superscript, withoutDrawn } from './table.js';
import type { Text } from './text.js';

/** Where pictures of charts lie, for a report that shows them. */
export interface Pictures {
  readonly samples: readonly Sample[];
  /** From the report, with slashes, such as `report-charts`. */
  readonly folder: string;
}

/** What a page of GitHub shows on a laptop without scrolling, in characters; it breaks cells at spaces. */
const MOST_COLUMNS = 140;

/** The whole report, ending in a line break; with `pictures` it shows its charts. */
export function renderMarkdown(record: RunRecord, pictures?: Pictures): string {
  const { samples, folder } = pictures ?? {};
  return renderBlocks(buildReport(record, samples), { folder, mostColumns: MOST_COLUMNS });
}

interface Layout {
  /** Of the pictures, from the text; without it charts are left to the tables. */
  readonly folder?: string | undefined;
  /** Wider tables are folded; by default none is. */
  readonly mostColumns?: number;
}

/** These blocks, ending in a line break. */
export function renderBlocks(blocks: readonly Block[], layout: Layout = {}): string {
  const { folder, mostColumns = Infinity } = layout;
  const shown = folder === undefined ? withoutCharts(blocks) : blocks;
  return `${shown.map((block) => blockMarkdown(block, folder ?? '', mostColumns)).join('\n\n')}\n`;
}

function blockMarkdown(block: Block, folder: string, mostColumns: number): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${inline(block.text, 'prose')}`;
    case 'paragraph':
      return escapeLineStart(inline(block.text, 'prose'));
    case 'list':
      return block.items.map((item) => `- ${escapeLineStart(inline(item, 'prose'))}`).join('\n');
    case 'table':
      return narrowTables(withoutDrawn(block.table), mostColumns);
    case 'charts':
      return chartsMarkdown(block, folder);
    default:
      return codeBlock(block.code, 'sh');
  }
}

/** What is for those who want to know more is folded. */
function chartsMarkdown({ rank, charts }: ChartBlock, folder: string): string {
  const pictures = charts.map((chart) => pictureMarkdown(chart, folder)).join('\n\n');
  if (rank === 'main') return pictures;
  const titles = charts.map(({ title }) => title.split(',')[0] ?? '').join(', ');
  // Words after the first begin small, abbreviations stay.
  const sentence = titles.replaceAll(/(?<=, )[A-Z](?=[a-z])/g, (letter) => letter.toLowerCase());
  return folded(sentence, pictures);
}

/** GitHub takes `picture`, and with it the colours of the reader's own page. */
function pictureMarkdown(chart: Chart, folder: string): string {
  const [light, dark] = (['light', 'dark'] as const).map(
    (mode) => `${folder}/${pictureName(chart, mode)}`,
  );
  const alt = escapeMarkup(`${chart.title}: ${chart.summary}`);
  return (
    `<picture><source media="(prefers-color-scheme: dark)" srcset="${dark}">` +
    `<img src="${light}" width="${PICTURE_WIDTH_PX}" alt="${alt}"></picture>`
  );
}

/** The columns that fit; the others below, folded, beside the names of the rows again. */
function narrowTables(table: Table, mostColumns: number): string {
  const { table: main, dropped } = fit(table, mostColumns);
  if (dropped.length === 0) return tableMarkdown(table);
  const [name] = table.columns;
  const others = table.columns.filter((column) => column === name || dropped.includes(column));
  const words = dropped.map(({ heading }) => heading).toReversed();
  const rest = tableMarkdown({ ...table, columns: others });
  return `${tableMarkdown(main)}\n\n${folded(`More columns: ${words.join(', ')}`, rest)}`;
}

function folded(summary: string, content: string): string {
  return `<details><summary>${escapeMarkup(summary)}</summary>\n\n${content}\n\n</details>`;
}

function tableMarkdown(table: Table): string {
  const { rows, notes } = numberNotes(table);
  const lines = [
    table.columns.map(({ heading }) => escapeMarkdown(heading)),
    table.columns.map(alignment),
    ...rows.map((row) => row.map((text) => inline(text, 'table'))),
  ].map((cells) => `| ${cells.join(' | ')} |`);
  const below = notes.map((note, index) => `${superscript(index + 1)} ${escapeMarkdown(note)}`);
  return [lines.join('\n'), ...below].join('\n\n');
}

function alignment({ align }: Column): string {
  return align === 'right' ? '--:' : ':--';
}

/** Colours are for terminals: here only names and strong words are marked. */
function inline(spans: Text, where: 'prose' | 'table'): string {
  return spans
    .map(({ text, style }) => {
      if (style === 'code') return codeSpan(text, where);
      return style === 'strong' ? `**${escapeMarkdown(text)}**` : escapeMarkdown(text);
    })
    .join('');
}
