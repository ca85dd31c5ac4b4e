/** Progress on stderr: a bar on a terminal, a plain line now and then elsewhere. Drawn only between copies. */
import { formatDuration } from '../core/units.js';

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
  /** Takes the bar away. */
  end(): void;
}

interface Stream {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

const BAR_CELLS = 20;
/** Plain lines come no more often than this. */
const PLAIN_INTERVAL_NS = 10e9;

/** The progress display that suits `stream`. */
export function createProgress(stream: Stream): Progress {
  return stream.isTTY ? barProgress(stream) : plainProgress(stream);
}

function barProgress(stream: Stream): Progress {
  // Carriage return and "erase in line" (ECMA-48, EL): one line is drawn over and over.
  const erase = '\r\u001B[K';
  return {
    say: (line) => void stream.write(`${erase}${line}\n`),
    update: (state) => {
      // A pty may say it has 0 columns.
      const columns = stream.columns ? stream.columns : 80;
      stream.write(`${erase}${describe(state, bar(state.share)).slice(0, columns - 1)}`);
    },
    end: () => void stream.write(erase),
  };
}

function plainProgress(stream: Stream): Progress {
  let saidNs = Number.NEGATIVE_INFINITY;
  return {
    say: (line) => void stream.write(`${line}\n`),
    update: (state) => {
      if (state.elapsedNs - saidNs < PLAIN_INTERVAL_NS) return;
      saidNs = state.elapsedNs;
      stream.write(`${describe(state, `${Math.round(state.share * 100)} %`)}\n`);
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
