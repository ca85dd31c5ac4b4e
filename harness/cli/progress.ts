/** Progress on stderr: a bar and how things stand on a terminal, plain lines now and then elsewhere. Drawn between copies. */
import { shortened } from '../../reports/text-width.js';
import { formatDuration } from '../core/units.js';
import { type Standing, standingLines } from './standing-lines.js';

export interface ProgressState {
  scenario: string;
  /** Such as `round 3 of at most 12`. */
  round: string;
  strategy: string;
  /** Share of the work done, 0 to 1, judged by time. */
  share: number;
  elapsedNs: number;
  /** Time to the end at most, or null before anything is known. */
  remainingNs: number | null;
}

export interface Progress {
  /** A line that stays. */
  say(line: string): void;
  update(state: ProgressState): void;
  /** Shows how a scenario stands until the next block ends. */
  stand(standing: Standing): void;
  /** Takes everything away that does not stay. */
  end(): void;
}

interface Stream {
  isTTY?: boolean;
  columns?: number;
  rows?: number;
  write(text: string): unknown;
}

const BAR_CELLS = 20;
const ERASE_LINE = '\r\u001B[K';
/** Plain lines come no more often than this. */
const PLAIN_INTERVAL_NS = 10e9;

/** The progress display that suits `stream`. */
export function createProgress(stream: Stream): Progress {
  return stream.isTTY ? areaProgress(stream) : plainProgress(stream);
}

/**
 * Lines at the bottom of a terminal that are drawn over and over: the standing, and below it the bar.
 * Carriage return, "erase in line" (ECMA-48, EL) and "erase in page" (ED) from where "cursor up" (CUU) leads.
 */
function areaProgress(stream: Stream): Progress {
  let standing: readonly string[] = [];
  let barLine = '';
  const eraseArea = () =>
    standing.length > 0 ? `\r\u001B[${standing.length}A\u001B[J` : ERASE_LINE;
  const area = () => `${standing.map((line) => `${line}\n`).join('')}${barLine}`;
  return {
    say: (line) => void stream.write(`${eraseArea()}${line}\n${area()}`),
    update: (state) => {
      barLine = shortened(describe(state, bar(state.share)), columnsOf(stream) - 1);
      stream.write(`${ERASE_LINE}${barLine}`);
    },
    stand: (next) => {
      const before = eraseArea();
      standing = standingLines(next, columnsOf(stream) - 1, (stream.rows || 24) - 2);
      stream.write(`${before}${area()}`);
    },
    end: () => {
      stream.write(eraseArea());
      standing = [];
      barLine = '';
    },
  };
}

/** A pty may say it has 0 columns. */
function columnsOf({ columns }: Stream): number {
  return columns ? columns : 80;
}

function plainProgress(stream: Stream): Progress {
  let saidNs = Number.NEGATIVE_INFINITY;
  let stoodNs = Number.NEGATIVE_INFINITY;
  return {
    say: (line) => void stream.write(`${line}\n`),
    update: (state) => {
      if (state.elapsedNs - saidNs < PLAIN_INTERVAL_NS) return;
      saidNs = state.elapsedNs;
      stream.write(`${describe(state, `${Math.round(state.share * 100)} %`)}\n`);
    },
    stand: ({ scenario, speedups, decision, stops, elapsedNs }) => {
      // The end of a scenario is always told.
      if (!stops && elapsedNs - stoodNs < PLAIN_INTERVAL_NS) return;
      stoodNs = elapsedNs;
      stream.write(`${[`${scenario}: ${decision}`, ...speedups].join('; ')}\n`);
    },
    end: () => undefined,
  };
}

function bar(share: number): string {
  const filled = Math.round(Math.min(1, share) * BAR_CELLS);
  return `[${'#'.repeat(filled)}${'.'.repeat(BAR_CELLS - filled)}]`;
}

function describe(state: ProgressState, done: string): string {
  const left =
    state.remainingNs === null ? '' : `, at most ${formatDuration(state.remainingNs)} left`;
  return `${done} ${state.scenario}: ${state.round}, ${state.strategy}${left}`;
}
