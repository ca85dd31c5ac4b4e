/** Sketches in characters: a mark between its limits, and a little histogram. */
import { placeOn, type Sketch } from './charts/sketch.js';
import type { Table } from './table.js';
import { type Span, type Style, styled } from './text.js';

/** By the width of the terminal. */
const INTERVAL_COLUMNS = { wide: 20, narrow: 14 };
const WIDE = 96;
const SPREAD_COLUMNS = 12;
const LEVELS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

const TONES: Partial<Record<string, readonly [symbol: string, style: Style]>> = {
  reference: ['■', 'strong'],
  faster: ['●', 'good'],
  slower: ['◆', 'bad'],
  same: ['○', 'plain'],
  unclear: ['○', 'doubt'],
};

/** The table with every sketch as words. */
export function sketchedTable(table: Table, columns: number): Table {
  const room = columns >= WIDE ? INTERVAL_COLUMNS.wide : INTERVAL_COLUMNS.narrow;
  const drawn = table.columns.filter((column) => column.drawn === true);
  if (drawn.length === 0) return table;
  const rows = table.rows.map((row) => {
    const cells = drawn.flatMap(({ key }) => {
      const found = row[key];
      return found?.sketch === undefined
        ? []
        : [[key, { text: [sketchSpan(found.sketch, room)] }] as const];
    });
    return { ...row, ...Object.fromEntries(cells) };
  });
  return { ...table, rows };
}

function sketchSpan(sketch: Sketch, room: number): Span {
  return sketch.kind === 'interval'
    ? intervalSpan(sketch, room)
    : styled('plain', spreadWords(sketch));
}

/** `  ├──●─┤  ┊`; a mark hides what it stands on, a limit hides the line. */
function intervalSpan({ mark, axis, line }: Sketch & { kind: 'interval' }, room: number): Span {
  const columnOf = (figure: number): number =>
    clamped(Math.floor(placeOn(axis, figure) * room), room);
  const words = Array.from({ length: room }, () => '\u00a0');
  words[columnOf(line)] = '┊';
  if (mark.low !== null && mark.high !== null) {
    const [from, to] = [columnOf(mark.low), columnOf(mark.high)];
    words.fill('─', from, to + 1);
    words[from] = '├';
    words[to] = '┤';
  }
  const [symbol, style] = TONES[mark.tone] ?? ['△', 'plain'];
  words[columnOf(mark.value)] = symbol;
  return styled(style, words.join(''));
}

/** How many samples fall where; one alone is seen as well. */
function spreadWords({ figures, axis }: Sketch & { kind: 'spread' }): string {
  const counts = Array.from({ length: SPREAD_COLUMNS }, () => 0);
  for (const figure of figures) {
    const at = clamped(Math.floor(placeOn(axis, figure) * SPREAD_COLUMNS), SPREAD_COLUMNS);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  const most = Math.max(...counts);
  return counts
    .map((count) =>
      count === 0 ? '\u00a0' : (LEVELS[Math.ceil((count / most) * LEVELS.length) - 1] ?? ''),
    )
    .join('');
}

function clamped(column: number, columns: number): number {
  return Math.min(columns - 1, Math.max(0, column));
}
