/** One number out of many samples, of those that know theirs. */
import type { Sample } from '../measure/sample.js';
import { median } from '../statistics/quantile.js';

/** Null where no sample knows. */
export function medianOf(
  samples: readonly Sample[],
  pick: (sample: Sample) => number | null,
): number | null {
  const known = knownOf(samples, pick);
  return known.length === 0 ? null : median(known);
}

/** Null where no sample knows. */
export function meanOf(
  samples: readonly Sample[],
  pick: (sample: Sample) => number | null,
): number | null {
  const known = knownOf(samples, pick);
  return known.length === 0 ? null : mean(known);
}

/** @param values at least one */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function knownOf(
  samples: readonly Sample[],
  pick: (sample: Sample) => number | null,
): readonly number[] {
  return samples.map(pick).filter((value) => value !== null);
}
