/** How wide a table is in characters, and which of its columns fit. */
import { type Cell, type Column, dropLightest, type Table } from './table.js';
import { harmless } from './terminal-text.js';
import { plainText } from './text.js';
import { textWidth } from './text-width.js';

/** Between columns. */
export const GAP = '  ';

/** The table without its lightest columns, as far as it takes to fit, and those columns. */
export function fit(table: Table, columns: number): { table: Table; dropped: Column[] } {
  const dropped: Column[] = [];
  let fitting = table;
  while (fitting.columns.length > 2 && tableWidth(fitting) > columns) {
    const lighter = dropLightest(fitting);
    if (lighter.dropped !== undefined) dropped.push(lighter.dropped);
    fitting = lighter.table;
  }
  return { table: fitting, dropped };
}

export function tableWidth(table: Table): number {
  const widths = table.columns.map((column) => columnWidth(column, table));
  return widths.reduce((sum, width) => sum + width, GAP.length * (widths.length - 1));
}

export function columnWidth(column: Column, table: Table): number {
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
