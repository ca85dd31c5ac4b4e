/**
 * Order statistics of all sums of two numbers, without making the sums.
 *
 * Two lists of 480 numbers have 230,400 sums. Sorting them takes longer than the copies of a round; but how many
 * of them are at most t is counted in one walk along both lists, and a bisection of t finds the k-th smallest.
 */

/** Numbers in ascending order, one at a time; a sorted Float64Array is one. */
export interface Ordered {
  readonly length: number;
  /** The number at `index`, counted from 0. */
  at: (index: number) => number | undefined;
}

/**
 * All sums x + y of one number from each list.
 *
 * @param xs finite, ascending, any unit
 * @param ys as `xs`, same unit
 */
export function pairwiseSums(xs: Float64Array, ys: Float64Array): Ordered {
  return orderedSums({
    length: xs.length * ys.length,
    lowest: xs[0]! + ys[0]!,
    highest: xs.at(-1)! + ys.at(-1)!,
    countUpTo: (t) => rowsUpTo(xs, ys, t).reduce((sum, inRow) => sum + inRow, 0),
    between: (low, high) => {
      const below = rowsUpTo(xs, ys, low);
      return [...rowsUpTo(xs, ys, high)].flatMap((end, row) =>
        sumsOfRow(xs[row]!, ys, below[row]!, end),
      );
    },
  });
}

/**
 * The Walsh averages (d_i + d_j) / 2 of all pairs i <= j.
 *
 * @param ds finite, ascending, any unit
 */
export function walshAverages(ds: Float64Array): Ordered {
  const halves = ds.map((d) => d / 2);
  return orderedSums({
    length: (ds.length * (ds.length + 1)) / 2,
    lowest: halves[0]! + halves[0]!,
    highest: halves.at(-1)! + halves.at(-1)!,
    countUpTo: (t) =>
      rowsUpTo(halves, halves, t).reduce((sum, end, row) => sum + fromDiagonal(end, row), 0),
    between: (low, high) => {
      const below = rowsUpTo(halves, halves, low);
      return [...rowsUpTo(halves, halves, high)].flatMap((end, row) =>
        sumsOfRow(halves[row]!, halves, Math.max(row, below[row]!), end),
      );
    },
  });
}

interface Sums {
  length: number;
  lowest: number;
  highest: number;
  /** How many sums are at most t. */
  countUpTo: (t: number) => number;
  /** The sums above `low` and at most `high`, in any order. */
  between: (low: number, high: number) => number[];
}

/** Row i begins at the diagonal: what stands left of it is a pair met before. */
function fromDiagonal(end: number, row: number): number {
  return Math.max(0, end - row);
}

/** So few sums are made and sorted; more are halved again. */
const FEW = 64;

function orderedSums(sums: Sums): Ordered {
  return { length: sums.length, at: (index) => sumAt(sums, index) };
}

function sumAt({ length, lowest, highest, countUpTo, between }: Sums, index: number) {
  if (index < 0 || index >= length) return undefined;
  let low = lowest;
  let high = highest;
  let upToLow = countUpTo(low);
  if (index < upToLow) return low;
  let upToHigh = length;
  // The sum asked for is above `low` and at most `high`, all the way.
  while (upToHigh - upToLow > FEW) {
    const middle = low + (high - low) / 2;
    // No number lies between the two: all that are left equal `high`.
    if (middle <= low || middle >= high) return high;
    const upToMiddle = countUpTo(middle);
    if (index < upToMiddle) [high, upToHigh] = [middle, upToMiddle];
    else [low, upToLow] = [middle, upToMiddle];
  }
  return between(low, high).toSorted((a, b) => a - b)[index - upToLow];
}

/** For each x, how many of the ys give a sum of at most t. Rounding keeps sums in order, so one walk is enough. */
function rowsUpTo(xs: Float64Array, ys: Float64Array, t: number): Uint32Array {
  const ends = new Uint32Array(xs.length);
  let end = ys.length;
  for (let row = 0; row < xs.length; row++) {
    while (end > 0 && xs[row]! + ys[end - 1]! > t) end -= 1;
    ends[row] = end;
  }
  return ends;
}

function sumsOfRow(x: number, ys: Float64Array, begin: number, end: number): number[] {
  return Array.from(ys.subarray(begin, Math.max(begin, end)), (y) => x + y);
}
