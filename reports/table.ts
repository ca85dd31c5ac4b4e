/** The neutral table that every renderer prints: columns, rows of cells, footnotes. */
import type { Sketch } from './charts/sketch.js';
import { type Span, type Text, styled } from './text.js';

export interface Column {
  /** Under which rows hold their cells. */
  readonly key: string;
  readonly heading: string;
  readonly align: 'left' | 'right';
  /** Where width is short, the column with the smallest weight goes first. */
  readonly weight: number;
  /** Shown where there is room; its absence needs no word. */
  readonly extra?: boolean;
  /** Holds sketches: little drawings for a terminal, where other forms have charts. */
  readonly drawn?: boolean;
}

export interface Cell {
  readonly text: Text;
  /** Printed once below the table, with a number that the cell carries. */
  readonly note?: string;
  readonly sketch?: Sketch;
}

export type Row = Readonly<Record<string, Cell>>;

export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

/** A table with its footnotes numbered: plain rows of text, in column order. */
export interface NumberedTable {
  readonly rows: readonly (readonly Text[])[];
  readonly notes: readonly string[];
}

const SUPERSCRIPTS = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/** A cell of words, of one span, or of text. */
export function cell(words: string | Span | Text, note?: string): Cell {
  const spans = typeof words === 'string' ? [styled('plain', words)] : [words].flat();
  return note === undefined ? { text: spans } : { text: spans, note };
}

/** 12 -> `¹²`. */
export function superscript(number: number): string {
  return String(number).replaceAll(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)] ?? digit);
}

/** Gives each different note of the columns shown one number, in reading order; a missing cell prints empty. */
export function numberNotes(table: Table): NumberedTable {
  const notes: string[] = [];
  const mark = ({ text, note }: Cell): Text => {
    if (note === undefined) return text;
    if (!notes.includes(note)) notes.push(note);
    return [...text, styled('faint', ` ${superscript(notes.indexOf(note) + 1)}`)];
  };
  const rows = table.rows.map((row) =>
    table.columns.map(({ key }) => mark(row[key] ?? { text: [] })),
  );
  return { rows, notes };
}

/** The same table without its least weighty column. The first column names the row and always stays. */
export function dropLightest(table: Table): { table: Table; dropped: Column | undefined } {
  const [, ...others] = table.columns;
  const dropped = others.toSorted((a, b) => a.weight - b.weight)[0];
  return { table: { ...table, columns: table.columns.filter((c) => c !== dropped) }, dropped };
}

/** The table for those who see charts beside it. */
export function withoutDrawn(table: Table): Table {
  return { ...table, columns: table.columns.filter(({ drawn }) => drawn !== true) };
}
