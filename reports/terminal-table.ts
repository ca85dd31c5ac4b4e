/** A table in a terminal: as many columns as fit, the weightiest first; no cell is ever broken. */
import CliTable from 'cli-table3';
import type { Colors } from 'picocolors/types.js';
import { type Cell, type Column, numberNotes, superscript, type Table } from './table.js';
import { columnWidth, fit, GAP, tableWidth } from './table-fit.js';
import { harmless, paint, wrapped } from './terminal-text.js';
import { type Text, plainText, styled } from './text.js';
import { shortened, textWidth } from './text-width.js';

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
  const { table: fitted, dropped } = fit(table, columns);
  const fitting = shortenNames(fitted, columns);
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
