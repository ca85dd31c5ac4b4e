/** A table in a terminal: as many columns as fit, the weightiest first; no cell is ever broken. */
import CliTable from 'cli-table3';
import type { Colors } from 'picocolors/types.js';
import {
  type Cell,
  type Column,
  type Table,
  dropLightest,
  numberNotes,
  superscript,
} from './table.js';
import { harmless, paint, wrapped } from './terminal-text.js';
import { type Text, plainText, styled } from './text.js';
import { shortened, textWidth } from './text-width.js';

const GAP = '  ';

/** No frame: two spaces between columns and one rule below the headings. */
// prettier-ignore
const LEAN = {
  'top': '', 'top-mid': '', 'top-left': '', 'top-right': '',
  'bottom': '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '',
  'left': '', 'left-mid': '', 'right': '', 'right-mid': '',
  'mid': '─', 'mid-mid': '──', 'middle': GAP,
};

/** The lines of the table, of the columns left out, and of the footnotes. */
export function terminalTable(table: Table, columns: number, colours: Colors): string[] {
  const { table: fitting, dropped } = fit(table, columns);
  const { rows, notes } = numberNotes(fitting);
  const drawn = new CliTable({
    head: fitting.columns.map((column) => headingLines(column, fitting)),
    colAligns: fitting.columns.map(({ align }) => align),
    chars: LEAN,
    // Without empty styles cli-table3 colours headings and borders even in a file.
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
  });
  drawn.push(...rows.map((row) => row.map((text) => paint(text, colours, 'table'))));
  return [
    ...drawn
      .toString()
      .split('\n')
      .map((line) => line.trimEnd()),
    ...notes.flatMap((note, index) =>
      faintLines(`${superscript(index + 1)} ${note}`, columns, colours),
    ),
    ...faintLines(leftOut(dropped), columns, colours),
  ];
}

function fit(table: Table, columns: number): { table: Table; dropped: Column[] } {
  const dropped: Column[] = [];
  let fitting = table;
  while (fitting.columns.length > 2 && tableWidth(fitting) > columns) {
    const lighter = dropLightest(fitting);
    if (lighter.dropped !== undefined) dropped.push(lighter.dropped);
    fitting = lighter.table;
  }
  return { table: shortenNames(fitting, columns), dropped };
}

/** The last resort of a very narrow terminal: the column of names gives way, the figures stay whole. */
function shortenNames(table: Table, columns: number): Table {
  const [first] = table.columns;
  const excess = tableWidth(table) - columns;
  if (first === undefined || excess <= 0) return table;
  const room = Math.max(4, columnWidth(first, table) - excess);
  const rows = table.rows.map((row) => {
    const { text = [], ...rest }: Partial<Cell> = row[first.key] ?? {};
    const words = shortened(plainText(text), room);
    return { ...row, [first.key]: { ...rest, text: [styled(text[0]?.style ?? 'plain', words)] } };
  });
  return { ...table, rows };
}

function tableWidth(table: Table): number {
  const widths = table.columns.map((column) => columnWidth(column, table));
  return widths.reduce((sum, width) => sum + width, GAP.length * (widths.length - 1));
}

function columnWidth(column: Column, table: Table): number {
  const words = column.heading.split(' ').map(textWidth);
  return Math.max(...words, cellsWidth(column, table));
}

function cellsWidth({ key }: Column, { rows }: Table): number {
  return Math.max(0, ...rows.map((row) => cellWidth(row[key])));
}

/** A footnote's mark takes a space and its digits; two are allowed for, as numbers come later. */
function cellWidth(cell: Cell | undefined): number {
  if (cell === undefined) return 0;
  return textWidth(harmless(plainText(cell.text))) + (cell.note === undefined ? 0 : 2);
}

/** A heading wider than its cells is broken at spaces. */
function headingLines(column: Column, table: Table): string {
  const width = columnWidth(column, table);
  const lines: string[] = [];
  for (const word of harmless(column.heading).split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && textWidth(last) + 1 + textWidth(word) <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join('\n');
}

function leftOut(dropped: readonly Column[]): string {
  const missed = dropped.filter(({ extra }) => extra !== true);
  if (missed.length === 0) return '';
  return `Left out, as the terminal is narrow: ${missed.map(({ heading }) => heading).join(', ')}.`;
}

function faintLines(words: string, columns: number, colours: Colors): string[] {
  const spans: Text = [styled('faint', words)];
  return words === '' ? [] : wrapped(spans, columns, colours);
}
