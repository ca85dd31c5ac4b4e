/** What happened in a run besides its samples, as it stands in `journal.jsonl`: one event a line, as they came. */
import { z } from 'zod';
import { bounded } from '../core/bounded-schema.js';
import { seamSchema } from './seam.js';
import { warningSchema } from './warning.js';

const count = z.number().int().nonnegative();
const about = { scenario: bounded.name, strategy: bounded.name, round: count };

export const eventSchema = z.discriminatedUnion('type', [
  /** A strategy failed; it has no more turns in this scenario. */
  z.object({ type: z.literal('failed'), ...about, reason: bounded.text }),
  /** A copy does not count, and was made again unless the run ended there. */
  z.object({ type: z.literal('discarded'), ...about, reason: bounded.text, at: bounded.moment }),
  /** A doubt that arose while samples were taken. */
  z.object({ type: z.literal('doubt'), warning: warningSchema }),
  /** The run was resumed here. */
  z.object({ type: z.literal('resumed'), seam: seamSchema }),
]);

export type RunEvent = z.infer<typeof eventSchema>;
