/** A standing as lines that fit a terminal: the decision, then the speedups, as many beside each other as there is room. */
import { shortened, textWidth } from '../../reports/text-width.js';

/** How a scenario stands after a block. */
export interface Standing {
  /** Such as `7 MB file-to-file, 12 rounds`. */
  scenario: string;
  /** Such as `splice 1.28x [1.25, 1.31]`. */
  speedups: readonly string[];
  /** Why it goes on or stops. */
  decision: string;
  stops: boolean;
  elapsedNs: number;
}

const INDENT = '  ';
const GAP = 3;

/** @param most lines there is room for; where it is short, the last one says how many speedups are not shown */
export function standingLines(
  { scenario, speedups, decision }: Standing,
  columns: number,
  most: number,
): string[] {
  const width = Math.max(0, ...speedups.map(textWidth)) + GAP;
  const beside = Math.max(1, Math.floor((columns - INDENT.length + GAP) / width));
  const oneLine = `${scenario}; ${decision}`;
  const head = textWidth(oneLine) <= columns ? [oneLine] : [scenario, INDENT + decision];
  const room = Math.max(0, most - head.length);
  const rows = rowsOf(speedups, beside);
  const shown = rows.length <= room ? rows : rows.slice(0, Math.max(0, room - 1));
  const hidden = speedups.length - shown.flat().length;
  return [
    ...head,
    ...shown.map(
      (row) =>
        INDENT +
        row
          .map((words) => padded(words, width))
          .join('')
          .trimEnd(),
    ),
    ...(hidden > 0 && room > 0 ? [`${INDENT}and ${hidden} more`] : []),
  ].map((line) => shortened(line, columns));
}

function rowsOf(speedups: readonly string[], beside: number): string[][] {
  const rows: string[][] = [];
  for (let at = 0; at < speedups.length; at += beside) rows.push(speedups.slice(at, at + beside));
  return rows;
}

function padded(words: string, width: number): string {
  return words + ' '.repeat(width - textWidth(words));
}
