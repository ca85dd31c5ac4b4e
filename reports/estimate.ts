/** Speedups as people read them, and what their intervals allow to be said. */
import { formatRatio } from '../harness/core/units.js';
import { FEWEST_ROUNDS } from '../harness/measure/plan.js';
import type { EstimateRecord } from '../harness/results/record.js';
import { unbroken } from './text.js';

/** An estimate that has its interval. */
export interface Bounded {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/** The signed-rank interval at 95 % does not exist with fewer rounds: 2 / 2^5 is above 0.05. */
export const NO_INTERVAL_NOTE = `No 95 % interval: it takes at least ${FEWEST_ROUNDS} rounds.`;

export function isBounded(estimate: EstimateRecord): estimate is Bounded {
  return estimate.low !== null && estimate.high !== null;
}

/** `1.31x [1.27, 1.35]`, or `1.31x ±∞` where too few rounds give no interval. */
export function formatEstimate(estimate: EstimateRecord): string {
  const ratio = formatRatio(estimate.estimate);
  if (!isBounded(estimate)) return unbroken(`${ratio}x ±∞`);
  const [low, high] = [estimate.low, estimate.high].map((limit) =>
    formatRatio(limit, estimate.estimate),
  );
  return unbroken(`${ratio}x [${low}, ${high}]`);
}

/** Whether the interval holds 1: then nothing says which of the two is faster. */
export function containsOne({ low, high }: Bounded): boolean {
  return low <= 1 && high >= 1;
}

export function overlap(a: Bounded, b: Bounded): boolean {
  return a.low <= b.high && b.low <= a.high;
}
