/** What another HTTP client than the harness's own says of a server: one load after the timed rounds, three times. */
import { z } from 'zod';
import { bounded } from '../core/bounded-schema.js';

const positive = z.number().positive();
const client = z.enum(['curl', 'wrk']);

export const clientFigureSchema = z.discriminatedUnion('outcome', [
  z.object({
    client,
    outcome: z.literal('measured'),
    /** Medians of the three. */
    requestsPerSecond: positive,
    bytesPerSecond: positive,
    /** Null where the client does not tell. */
    latencyP50Ns: positive.nullable(),
    latencyP99Ns: positive.nullable(),
  }),
  z.object({ client, outcome: z.literal('unsupported'), reason: bounded.text }),
  z.object({ client, outcome: z.literal('failed'), reason: bounded.text }),
]);
export type ClientFigure = z.infer<typeof clientFigureSchema>;
