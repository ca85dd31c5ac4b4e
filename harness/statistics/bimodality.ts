/** A warning, not a proof: do the times fall into two separate groups, such as 0.4 s and 2 s? */
import { requirePositive } from './input.js';
import { median } from './quantile.js';

/** Fewer samples than this cannot show two groups. */
const FEWEST_SAMPLES = 6;
/** A smaller group is called stragglers, not a mode: at least a fifth of the samples, and at least two. */
const SMALLEST_SHARE = 0.2;
/** Modes closer than 10 % do not matter to a comparison, and a coarse clock alone would make them. */
const SMALLEST_MODE_RATIO = 1.1;

/** What `bimodality` found. */
export interface Bimodality {
  bimodal: boolean;
  /** The median of the faster group, in the unit given; of all samples when there is one mode. */
  lowMode: number;
  /** The median of the slower group, in the unit given; of all samples when there is one mode. */
  highMode: number;
  /** The share of samples in the slower group, 0..1; 0 when there is one mode. */
  shareHigh: number;
}

/** Two groups of sorted logarithms and how far their means are apart. */
interface Split {
  low: readonly number[];
  high: readonly number[];
  gap: number;
  /** The sum of squares about the means of the two groups. */
  squares: number;
}

/**
 * Splits the log times where two groups have the smallest sum of squares (2-means, exact in one
 * dimension: Fisher, "On Grouping for Maximum Homogeneity", 1958) and calls them two modes when their
 * means are more than 4 + 24 / n standard deviations apart. The distance is the D of Ashman, Bird and
 * Zepf ("Detecting Bimodality in Astronomical Datasets", 1994) with one deviation for both groups. Their
 * limit of 2 is for groups known beforehand; the best split of a single normal group already reaches
 * 2.65, and more in small samples. 4 + 24 / n was found by simulation: it alarms in at most 1 % of
 * lognormal samples of 8..40 (2 % of 6), whatever their spread. Spikes are a second mode when a fifth of
 * the samples are spikes.
 *
 * @param xs one time or more, above 0, any unit, any order
 * @returns whether there are two modes, and which; never two for fewer than 6 times
 * @throws RangeError when `xs` is empty or a time is not finite and above 0
 */
export function bimodality(xs: readonly number[]): Bimodality {
  requirePositive(xs, 'xs');
  const split = bestSplit(xs.map((x) => Math.log(x)).toSorted((a, b) => a - b));
  if (!split || !isSeparated(split, xs.length)) {
    const mode = median(xs);
    return { bimodal: false, lowMode: mode, highMode: mode, shareHigh: 0 };
  }
  return {
    bimodal: true,
    lowMode: Math.exp(median(split.low)),
    highMode: Math.exp(median(split.high)),
    shareHigh: split.high.length / xs.length,
  };
}

function bestSplit(sorted: readonly number[]): Split | undefined {
  if (sorted.length < FEWEST_SAMPLES) return undefined;
  const smallest = Math.max(2, Math.ceil(SMALLEST_SHARE * sorted.length));
  const places = sorted.length - 2 * smallest + 1;
  const splits = Array.from({ length: places }, (_, i) => splitAt(sorted, smallest + i));
  return splits.reduce((best, split) => (split.squares < best.squares ? split : best));
}

function splitAt(sorted: readonly number[], place: number): Split {
  const low = sorted.slice(0, place);
  const high = sorted.slice(place);
  const squares = squaresAbout(low, mean(low)) + squaresAbout(high, mean(high));
  return { low, high, gap: mean(high) - mean(low), squares };
}

function isSeparated(split: Split, n: number): boolean {
  const deviation = Math.sqrt(split.squares / (n - 2));
  return split.gap > (4 + 24 / n) * deviation && split.gap > Math.log(SMALLEST_MODE_RATIO);
}

function mean(ys: readonly number[]): number {
  return ys.reduce((sum, y) => sum + y, 0) / ys.length;
}

function squaresAbout(ys: readonly number[], centre: number): number {
  return ys.reduce((sum, y) => sum + (y - centre) ** 2, 0);
}
