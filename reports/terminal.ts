/** The report for a terminal. */
import picocolors from 'picocolors';
import type { Colors } from 'picocolors/types.js';
import type { Sample } from '../harness/measure/sample.js';
import type { RunRecord } from '../harness/results/record.js';
import { toAscii } from './ascii.js';
import { type Block, withoutCharts } from './block.js';
import { buildReport } from './report.js';
import { sketchedTable } from './terminal-sketch.js';
import { terminalTable } from './terminal-table.js';
import { harmless, wrapped } from './terminal-text.js';
import type { Text } from './text.js';
import { textWidth } from './text-width.js';

export interface TerminalOptions {
  /** Whether colours are wanted; the caller knows the terminal and NO_COLOR. */
  readonly colour: boolean;
  /** Width of the terminal. */
  readonly columns: number;
  /** For terminals that know no other characters. */
  readonly ascii?: boolean;
}

const NARROWEST = 30;
const WIDEST_PROSE = 100;
const RULES = { 1: '═', 2: '─', 3: '' };

/**
 * The whole report, ending in a line break.
 *
 * @param samples in the order taken; without them no spread is sketched
 */
export function renderTerminal(
  record: RunRecord,
  options: TerminalOptions,
  samples: readonly Sample[] = [],
): string {
  return terminalBlocks(buildReport(record, samples), options);
}

/** Blocks one below the other, ending in a line break. */
export function terminalBlocks(
  report: readonly Block[],
  { colour, columns, ascii = false }: TerminalOptions,
): string {
  const colours = picocolors.createColors(colour);
  const width = Math.max(NARROWEST, columns);
  // Charts are sketched in the tables.
  const blocks = withoutCharts(report).map((block) => blockLines(block, width, colours).join('\n'));
  const text = `${blocks.join('\n\n')}\n`;
  return ascii ? toAscii(text) : text;
}

function blockLines(block: Block, columns: number, colours: Colors): string[] {
  const prose = Math.min(columns, WIDEST_PROSE);
  switch (block.kind) {
    case 'heading':
      return headingLines(block.text, RULES[block.level], prose, colours);
    case 'paragraph':
      return wrapped(block.text, prose, colours);
    case 'list':
      return block.items.flatMap((item) => itemLines(item, prose, colours));
    case 'table':
      return terminalTable(sketchedTable(block.table, columns), columns, colours);
    case 'charts':
      return [];
    default:
      return block.code.split('\n').map((line) => `  ${colours.cyan(harmless(line))}`);
  }
}

function headingLines(words: Text, rule: string, columns: number, colours: Colors): string[] {
  const lines = wrapped(words, columns, picocolors.createColors(false));
  const width = Math.max(...lines.map(textWidth));
  const bold = lines.map((line) => colours.bold(line));
  return rule === '' ? bold : [...bold, rule.repeat(width)];
}

function itemLines(item: Text, columns: number, colours: Colors): string[] {
  return wrapped(item, columns - 2, colours).map(
    (line, index) => `${index === 0 ? '• ' : '  '}${line}`,
  );
}
