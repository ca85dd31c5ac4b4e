/** A series in one word: how a figure went, in blocks that a terminal and a page show alike. */

const BLOCKS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/** More would not fit beside other columns. */
const WIDEST = 24;

/**
 * The medians of equal stretches of the series, on a logarithmic scale between its lowest and its highest.
 *
 * @param values above 0, in order
 */
export function sparkline(values: readonly number[]): string {
  const width = Math.min(WIDEST, values.length);
  const medians = Array.from({ length: width }, (_, at) =>
    middleOf(values.slice((at * values.length) / width, ((at + 1) * values.length) / width)),
  );
  const logs = medians.map(Math.log);
  const low = logs.reduce((a, b) => Math.min(a, b), Infinity);
  const high = logs.reduce((a, b) => Math.max(a, b), -Infinity);
  const step = (log: number): number => (high === low ? 0.5 : (log - low) / (high - low));
  return logs.map((log) => BLOCKS[Math.min(7, Math.floor(step(log) * 8))]).join('');
}

function middleOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 1;
}
