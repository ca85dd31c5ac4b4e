/** Where a run that had been ended was resumed: the samples after it were taken later, after a fresh warm-up round. */
import { z } from 'zod';
import { bounded } from '../core/bounded-schema.js';

const count = z.number().int().nonnegative();

export const seamSchema = z.object({
  /** When it was resumed. */
  at: bounded.moment,
  scenario: bounded.name,
  /** The round that was gone on with, and how many copies it had; round 0: the scenario began anew or for the first time. */
  round: count,
  copies: count,
  /** Time of day between the last sample before and the resumption; null where there was none. */
  pausedMs: count.nullable(),
  /** Whether the machine was booted in between; null where that cannot be told. */
  rebooted: z.boolean().nullable(),
});

export type Seam = z.infer<typeof seamSchema>;
