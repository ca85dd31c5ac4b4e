/** Ranks of a list, with equal numbers sharing the mean of their places. */

/** The ranks of a list and the ties among them. */
export interface Ranking {
  /** 1..n in the order of the list; equal numbers have equal ranks (R `rank`). */
  ranks: number[];
  /** The sizes of the groups of equal numbers, 1 for a number that occurs once. */
  tieSizes: number[];
}

/**
 * @param xs numbers of any unit, none NaN
 * @returns ranks in the order of `xs`, and the sizes of the groups of equal numbers, ascending by number
 */
export function rank(xs: readonly number[]): Ranking {
  const ascending = [...xs.entries()].toSorted(([, a], [, b]) => a - b);
  const ranks = Array.from<number>({ length: xs.length });
  const tieSizes: number[] = [];
  let start = 0;
  while (start < ascending.length) {
    let end = start + 1;
    while (ascending[end]?.[1] === ascending[start]![1]) end++;
    for (const [index] of ascending.slice(start, end)) ranks[index] = (start + 1 + end) / 2;
    tieSizes.push(end - start);
    start = end;
  }
  return { ranks, tieSizes };
}
