/** Holm's correction: p values of many cells, raised so that one false alarm among them stays rare. */
import { requireProbability } from './input.js';

/**
 * Adjusts p values for being many (Holm, "A Simple Sequentially Rejective Multiple Test Procedure", 1979;
 * R `p.adjust(method = "holm")`): sorted upwards, the i-th of m is multiplied by m - i + 1, never less
 * than the one before it, at most 1. Rejecting those at or below alpha keeps the chance of any false
 * rejection at or below alpha, whatever the dependence between the cells.
 *
 * @param pValues one a cell, 0..1, any number of them
 * @returns the adjusted p values, in the order given
 * @throws RangeError when a p value is NaN or lies outside 0..1
 */
export function holm(pValues: readonly number[]): number[] {
  for (const [cell, p] of pValues.entries()) requireProbability(p, `pValues[${cell}]`);
  const adjusted = Array.from<number>({ length: pValues.length });
  const ascending = [...pValues.entries()].toSorted(([, a], [, b]) => a - b);
  let largest = 0;
  for (const [position, [cell, p]] of ascending.entries()) {
    largest = Math.max(largest, Math.min(1, p * (pValues.length - position)));
    adjusted[cell] = largest;
  }
  return adjusted;
}
