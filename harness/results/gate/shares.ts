/**
 * What share of a file has to be copied again for a strategy to take so much longer.
 *
 * A share is a file of its own, and opening and creating that costs time as well; half the bytes again is not half
 * the time again. Two shares are tried, and a straight line through what came out tells the share for a slowdown.
 */
import { z } from 'zod';
import { bounded } from '../../core/bounded-schema.js';

export const shareLineSchema = z.object({
  scenario: bounded.name,
  strategy: bounded.name,
  /** Slowdown of a share of nothing, such as 0.04; below 0 only by noise. */
  fixed: z.number(),
  /** Slowdown that a share adds, for each share of 1. */
  perShare: z.number().positive(),
});
export type ShareLine = z.infer<typeof shareLineSchema>;

/** What a share came out as. */
export interface TriedShare {
  /** Such as 0.05. */
  share: number;
  /** Time with it / time without it, such as 1.08. */
  ratio: number;
}

/** The line through two trials; undefined where the larger share did not take longer, so that they tell nothing. */
export function lineThrough(
  smaller: TriedShare,
  larger: TriedShare,
): Pick<ShareLine, 'fixed' | 'perShare'> | undefined {
  const perShare = (larger.ratio - smaller.ratio) / (larger.share - smaller.share);
  if (!(perShare > 0) || !Number.isFinite(perShare)) return undefined;
  return { fixed: smaller.ratio - 1 - perShare * smaller.share, perShare };
}

/**
 * The share that makes `slowdown`, such as 0.1; at most 1, and 0 where opening a second file takes longer already.
 * Without a line it is the slowdown itself. Either way what comes out is measured, and told.
 */
export function shareFor(
  slowdown: number,
  line: Pick<ShareLine, 'fixed' | 'perShare'> | undefined,
): number {
  if (!line) return Math.min(1, slowdown);
  return Math.min(1, Math.max(0, (slowdown - line.fixed) / line.perShare));
}
