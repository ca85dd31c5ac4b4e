/** The tables of one compared scenario: speedups within each run, and then the times themselves. */
import { durationColumn } from '../harness/core/units.js';
import type {
  ComparedFigure,
  ComparedScenario,
  ComparedStrategy,
} from '../harness/results/compare-runs.js';
import type { MeasuredRecord, Verdict } from '../harness/results/record.js';
import type { Estimate } from '../harness/statistics/interval.js';
import { formatEstimate, isBounded, NO_INTERVAL_NOTE } from './estimate.js';
import { runLetter } from './run-facts.js';
import { type Cell, type Column, type Row, type Table, cell } from './table.js';
import { type Span, code, styled, text, unbroken } from './text.js';

const MISSING = '-';
/** The unpaired interval at 95 % needs 4 rounds and 4, or 3 and 5. */
const FEW_NOTE = 'No 95 % interval of the change: it takes at least 4 rounds in either run.';
const NO_CHANGE_NOTE = 'No change: the two runs have other references.';

/** Speedups of every run beside each other, and how each differs from the base. */
export function speedupTable(compared: ComparedScenario): Table {
  return {
    columns: columnsOf(compared, (letter) => `speedup in ${letter}`),
    rows: compared.strategies.map((strategy) =>
      rowOf(strategy, compared, { figure: speedupCell, change: changeCell }),
    ),
  };
}

/** Times of every run beside each other; the ratio only within one machine. */
export function timeTable(compared: ComparedScenario): Table {
  const medians = compared.strategies.flatMap(({ figures }) =>
    figures.flatMap((figure) => (figure === null ? [] : [figure.measured.medianNs])),
  );
  const duration = durationColumn(Math.min(...medians));
  return {
    columns: columnsOf(compared, (letter) => `median in ${letter}`),
    rows: compared.strategies.map((strategy) =>
      rowOf(strategy, compared, {
        figure: ({ measured }) => cell(timeWords(measured, duration)),
        change: ({ timeChange }) =>
          timeChange === null ? cell(MISSING) : bounded(timeChange, FEW_NOTE),
      }),
    ),
  };
}

/** The first run stays longest where a terminal is narrow, and a change as long as its figure. */
function columnsOf(
  { scenarios, base }: ComparedScenario,
  heading: (letter: string) => string,
): Column[] {
  const own = scenarios.flatMap((scenario, run): Column[] => {
    if (scenario === null) return [];
    const letter = runLetter(run);
    const figure: Column = {
      key: `figure ${run}`,
      heading: heading(letter),
      align: 'left',
      weight: 90 - run,
    };
    const change: Column = {
      key: `change ${run}`,
      heading: `${letter} / ${runLetter(base)}`,
      align: 'left',
      weight: 90 - run,
    };
    return run === base ? [figure] : [figure, change];
  });
  return [{ key: 'strategy', heading: 'strategy', align: 'left', weight: 100 }, ...own];
}

interface Cells {
  readonly figure: (figure: ComparedFigure, compared: ComparedScenario, run: number) => Cell;
  readonly change: (figure: ComparedFigure, compared: ComparedScenario, run: number) => Cell;
}

function rowOf({ name, figures }: ComparedStrategy, compared: ComparedScenario, cells: Cells): Row {
  const own = figures.flatMap((figure, run): [string, Cell][] =>
    figure === null
      ? [
          [`figure ${run}`, cell(MISSING)],
          [`change ${run}`, cell(MISSING)],
        ]
      : [
          [`figure ${run}`, cells.figure(figure, compared, run)],
          [`change ${run}`, cells.change(figure, compared, run)],
        ],
  );
  return Object.fromEntries([['strategy', cell(code(name))], ...own]);
}

function speedupCell({ measured }: ComparedFigure, compared: ComparedScenario, run: number): Cell {
  const { name, speedup } = measured;
  if (name === compared.scenarios[run]?.reference) return cell(styled('strong', '1.00x'));
  return speedup === undefined ? cell(MISSING) : bounded(speedup, NO_INTERVAL_NOTE);
}

function changeCell(
  { measured, change }: ComparedFigure,
  { scenarios, base }: ComparedScenario,
  run: number,
): Cell {
  if (change !== null) {
    const words = text`${formatEstimate(change.ratio)} ${verdictSpan(change.verdict)}`;
    return cell(words, isBounded(change.ratio) ? undefined : FEW_NOTE);
  }
  const [here, there] = [scenarios[run]?.reference, scenarios[base]?.reference];
  if (here !== there) return cell(MISSING, NO_CHANGE_NOTE);
  return measured.name === here ? cell(styled('faint', 'reference')) : cell(MISSING);
}

/** `~` stands for the same, as in a run's own tables. */
export function verdictSpan(verdict: Verdict): Span {
  if (verdict === 'same') return styled('faint', '~');
  if (verdict === 'unclear') return styled('doubt', verdict);
  return styled(verdict === 'faster' ? 'good' : 'bad', verdict);
}

function bounded(estimate: Estimate, note: string): Cell {
  return cell(formatEstimate(estimate), isBounded(estimate) ? undefined : note);
}

function timeWords(
  { medianNs, lowNs, highNs }: MeasuredRecord,
  duration: (ns: number) => string,
): string {
  if (lowNs === null || highNs === null) return unbroken(`${duration(medianNs)} ±∞`);
  const [low, high] = [lowNs, highNs].map((ns) => duration(ns).split(' ')[0]);
  return unbroken(`${duration(medianNs)} [${low}, ${high}]`);
}
