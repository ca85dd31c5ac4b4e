/** Steps in a series of runs: E-divisive in windows, then a merge by t-test, as in Hunter and Apache Otava. */
import { energySplit } from './energy-split.js';
import { requireCount, requirePositive, requireProbability } from './input.js';
import { studentTwoSided } from './student-t.js';

/** A step between two stretches of a series. */
export interface ChangePoint {
  /** Index of the first number after the step. */
  readonly index: number;
  /** Of Student's t-test between the stretch before and the stretch after. */
  readonly pValue: number;
  /** Mean after / mean before. */
  readonly ratio: number;
}

type Rules = 'ours' | 'otava';

export interface ChangePointOptions {
  /** Numbers looked at in one go. */
  readonly window: number;
  /** Largest p value of a step. */
  readonly maxPValue: number;
  /** Smallest relative change of a step, such as 0.02. */
  readonly minMagnitude: number;
  /** `otava`: exactly as Otava does it, to be held against its examples; it finds steps a little too easily. */
  readonly rules?: Rules;
}

/** The window and the p value that Otava has unless it is told. */
export const CHANGE_POINT_DEFAULTS = { window: 50, maxPValue: 0.001, minMagnitude: 0 } as const;

/** The first pass keeps steps with p values this many times as large, so that a strong one behind them is seen. */
const WEAKER = 10;

/**
 * Finds steps (Fleming et al., "Hunter: Using Change Point Detection to Hunt for Performance Regressions",
 * 2023): windows that overlap by half are cut as long as a t-test of the two sides lets them, at a p value
 * ten times as large; of these weak steps those with the largest p, and then those with the smallest
 * magnitude, are taken out one after the other, until all that are left pass.
 *
 * It differs from Otava in two places. Its t-test gets standard deviations divided by n - 1, and after a
 * step is taken out both of its neighbours are judged again, where Otava judges the two after it.
 *
 * @param xs numbers above 0 in order, one a run, any unit
 * @returns the steps in order
 * @throws RangeError for numbers that are not above 0, a window below 2, or a p value outside 0..1
 */
export function changePoints(xs: readonly number[], options: ChangePointOptions): ChangePoint[] {
  if (xs.length === 0) return [];
  requirePositive(xs, 'xs');
  requireCount(options.window, 'window', 2);
  requireProbability(options.maxPValue, 'maxPValue');
  const series = new Series(xs, options.rules ?? 'ours');
  return merged(series, weakCuts(series, options), options);
}

/** The cuts of all windows, in order. */
function weakCuts(series: Series, { window, maxPValue }: ChangePointOptions): number[] {
  const weak = Math.min(1, maxPValue * WEAKER);
  const cuts = new Set<number>();
  const step = Math.floor(window / 2);
  for (let start = 0; start < series.length;) {
    const found = cutsWithin(series, start, Math.min(start + window, series.length), weak);
    for (const cut of found) cuts.add(cut);
    start = Math.max(found.at(-1) ?? 0, start + step);
  }
  return [...cuts].toSorted((a, b) => a - b);
}

/** Cuts one stretch at its best place, and then the best of its parts, until a cut is not significant. */
function cutsWithin(series: Series, start: number, end: number, maxPValue: number): number[] {
  const edges = [start, end];
  for (;;) {
    const best = bestSplit(series, edges);
    if (best === null) break;
    if (series.test(best.from, best.index, best.to).pValue > maxPValue) break;
    edges.splice(edges.indexOf(best.to), 0, best.index);
  }
  return edges.slice(1, -1);
}

interface Candidate {
  readonly from: number;
  readonly index: number;
  readonly to: number;
  readonly divergence: number;
}

/** The best cut of all the stretches between the edges; the first of equals. */
function bestSplit(series: Series, edges: readonly number[]): Candidate | null {
  let best: Candidate | null = null;
  for (const [at, from] of edges.slice(0, -1).entries()) {
    const to = edges[at + 1]!;
    const split = series.split(from, to);
    if (split === null || split.divergence <= (best?.divergence ?? 0)) continue;
    best = { from, index: from + split.index, to, divergence: split.divergence };
  }
  return best;
}

/** Takes the weakest step out, and judges its neighbours again, until all pass. */
function merged(
  series: Series,
  cuts: readonly number[],
  { maxPValue, minMagnitude, rules }: ChangePointOptions,
): ChangePoint[] {
  const kept = [...cuts];
  const judge = (at: number): ChangePoint =>
    series.test(kept[at - 1] ?? 0, kept[at]!, kept[at + 1] ?? series.length);
  const points = kept.map((_, at) => judge(at));
  while (points.length > 0) {
    const at = weakest(points, maxPValue, minMagnitude);
    if (at === null) break;
    kept.splice(at, 1);
    points.splice(at, 1);
    for (const next of rules === 'otava' ? [at, at + 1] : [at - 1, at]) {
      if (next in points) points[next] = judge(next);
    }
  }
  return points;
}

/** The place of the step that goes next: the largest p value that does not pass, else the smallest magnitude. */
function weakest(
  points: readonly ChangePoint[],
  maxPValue: number,
  minMagnitude: number,
): number | null {
  const doubtful = worst(points, ({ pValue }) => pValue);
  if (doubtful.pValue >= maxPValue) return points.indexOf(doubtful);
  const smallest = worst(points, (point) => -magnitude(point));
  return magnitude(smallest) <= minMagnitude ? points.indexOf(smallest) : null;
}

/** The larger of the relative changes forwards and backwards: 0.25 for a fall to 0.8 and for its opposite. */
function magnitude({ ratio }: ChangePoint): number {
  return Math.max(ratio, 1 / ratio) - 1;
}

function worst(points: readonly ChangePoint[], badness: (point: ChangePoint) => number) {
  return points.reduce((a, b) => (badness(b) > badness(a) ? b : a));
}

/** A series with the means and squares of its stretches, and the splits it has been asked for. */
class Series {
  readonly length: number;
  readonly #xs: readonly number[];
  readonly #rules: Rules;
  readonly #splits = new Map<string, ReturnType<typeof energySplit>>();

  constructor(xs: readonly number[], rules: Rules) {
    this.length = xs.length;
    this.#xs = xs;
    this.#rules = rules;
  }

  /** The best cut of x[from..to); null for a single number. */
  split(from: number, to: number): ReturnType<typeof energySplit> {
    const key = `${from} ${to}`;
    const known = this.#splits.get(key);
    if (known !== undefined) return known;
    const found = to - from < 2 ? null : energySplit(this.#xs.slice(from, to));
    this.#splits.set(key, found);
    return found;
  }

  /** Student's t-test, with equal variances, of x[from..index) and x[index..to). */
  test(from: number, index: number, to: number): ChangePoint {
    const [before, after] = [this.#xs.slice(from, index), this.#xs.slice(index, to)].map(moments);
    const point = { index, ratio: after!.mean / before!.mean };
    const df = before!.n + after!.n - 2;
    // Two numbers are equal or different; how different they have to be, nothing says.
    if (df === 0) return { ...point, pValue: 1 };
    const variance = this.#pooled(before!, after!) * (1 / before!.n + 1 / after!.n);
    const difference = after!.mean - before!.mean;
    if (difference === 0) return { ...point, pValue: 1 };
    return { ...point, pValue: studentTwoSided(difference / Math.sqrt(variance), df) };
  }

  /** The pooled variance of two stretches; Otava weighs the variance of each, divided by n, with n - 1. */
  #pooled(before: Moments, after: Moments): number {
    const squares = [before, after].map(({ n, squares: sum }) =>
      this.#rules === 'ours' ? sum : (sum * (n - 1)) / n,
    );
    return (squares[0]! + squares[1]!) / (before.n + after.n - 2);
  }
}

interface Moments {
  readonly n: number;
  readonly mean: number;
  /** Sum of the squared distances from the mean. */
  readonly squares: number;
}

function moments(xs: readonly number[]): Moments {
  const mean = xs.reduce((sum, x) => sum + x, 0) / xs.length;
  return { n: xs.length, mean, squares: xs.reduce((sum, x) => sum + (x - mean) ** 2, 0) };
}
