/** What a run held beside its copies, and where its time went. */
import { z } from 'zod';
import { bounded } from '../core/bounded-schema.js';

const count = z.number().int().nonnegative();
const nanoseconds = z.number().nonnegative();

/** Memory kept so that a virtual machine's host keeps the pages around it backed; docs/methodology.md. */
export const ballastSchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('held'),
    touchedBytes: count,
    heldBytes: count,
    buildNs: nanoseconds,
    hugePages: z.boolean(),
  }),
  z.object({ state: z.literal('none'), reason: bounded.text }),
]);

/** Where the wall time of the run went, in nanoseconds; `measured` is time inside copies. */
export const timeAccountSchema = z.object({
  preparedNs: nanoseconds,
  measuredNs: nanoseconds,
  warmUpNs: nanoseconds,
  /** Starting workers. */
  startedNs: nanoseconds,
  settledNs: nanoseconds,
  checkedNs: nanoseconds,
  deletedNs: nanoseconds,
  /** Copies after the last round, which are no samples: system calls, events, other clients. */
  explainedNs: nanoseconds.default(0),
  totalNs: nanoseconds,
});
