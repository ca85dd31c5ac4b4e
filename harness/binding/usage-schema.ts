/** What one copy used, as it crosses the line from a worker. */
import { z } from 'zod';

const count = z.number().int().nonnegative();

export const usageSchema = z.object({
  cpuUserUs: count,
  cpuSystemUs: count,
  voluntarySwitches: count,
  involuntarySwitches: count,
  minorFaults: count,
  majorFaults: count,
  peakRssBytes: count.nullable(),
});
