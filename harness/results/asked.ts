/** What a run was asked for, as its record tells. */
import { z } from 'zod';
import { bounded } from '../core/bounded-schema.js';

const count = z.number().int().nonnegative();

/** Lists such as `0,2-3` (cpuset(7), List format); null where they may run anywhere. */
export const pinnedSchema = z.object({
  /** CPUs that workers and servers, and all that they start, may run on. */
  workers: bounded.text.nullable(),
  /** The same of the other end of connections: the companion, or the client of the route `http`. */
  receiver: bounded.text.nullable(),
});
export type PinnedRecord = z.infer<typeof pinnedSchema>;

export const askedSchema = z.object({
  suite: bounded.name,
  /** The command that makes this run again. */
  command: bounded.command,
  sizesBytes: bounded.list(count),
  /** Fewest and most rounds that were asked for; null: by size, as each scenario says. */
  rounds: z.object({ min: count, max: count }).nullable(),
  budgetNs: z.number().nonnegative(),
  verify: z.enum(['first', 'all', 'none']),
  seed: z.number().int(),
  directory: bounded.path,
  /** Relative half-width of the speedup intervals at which a scenario stops. */
  precision: z.number().positive(),
  /** Relative margin within which two times count as the same. */
  margin: z.number().positive(),
  /** Absent where `--pin` and `--pin-receiver` were not asked for. */
  pinned: pinnedSchema.optional(),
});
