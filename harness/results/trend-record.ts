/** The part of a record that a history of runs is told from: read from ten thousand of them, so no more than that. */
import { z } from 'zod';
import { bounded } from '../core/bounded-schema.js';
import { parseBounded } from '../core/bounded.js';
import { shown } from '../core/refusal.js';
import { mergedRunSchema } from './record-origin.js';
import { pinnedSchema } from './asked.js';
import { FORMAT_VERSION, measuredSchema, recordSchema, scenarioSchema } from './record.js';

const measuredTrendSchema = measuredSchema.pick({
  name: true,
  class: true,
  checks: true,
  outcome: true,
  medianNs: true,
  lowNs: true,
  highNs: true,
  speedup: true,
});

/** Strategies without figures have no point in any series. */
const strategyTrendSchema = z.union([
  measuredTrendSchema,
  z.object({ outcome: z.enum(['unsupported', 'failed']) }),
]);

const scenarioTrendSchema = scenarioSchema
  .pick({
    id: true,
    route: true,
    directories: true,
    socket: true,
    sizeBytes: true,
    durability: true,
    destination: true,
    reference: true,
  })
  .extend({ strategies: bounded.list(strategyTrendSchema) });

export const trendRecordSchema = recordSchema
  .pick({
    formatVersion: true,
    tool: true,
    runId: true,
    startedAt: true,
    interrupted: true,
    commit: true,
  })
  .extend({
    merged: bounded.list(mergedRunSchema.pick({ runId: true })).optional(),
    machine: z.object({
      fingerprint: bounded.name,
      hostname: bounded.name,
      os: z.object({ kernel: bounded.name }),
      runtime: z.object({ node: bounded.name }),
    }),
    options: z.object({ pinned: pinnedSchema.optional() }).optional(),
    scenarios: bounded.list(scenarioTrendSchema),
  });

export type TrendRecord = z.infer<typeof trendRecordSchema>;
export type TrendScenarioRecord = TrendRecord['scenarios'][number];
export type TrendFigures = z.infer<typeof measuredTrendSchema>;

/** What a text holds: a record, or the reason why it is none. */
export type ParsedRecord = { record: TrendRecord } | { reason: string };

/** @param text of a file that may be anything */
export function parseTrendRecord(text: string): ParsedRecord {
  let value: unknown;
  try {
    value = parseBounded(text);
  } catch {
    return { reason: 'not JSON: cut off, damaged, or something else' };
  }
  const head = headSchema.safeParse(value);
  if (!head.success) return { reason: 'JSON, but no record of copybench' };
  const { formatVersion } = head.data;
  if (formatVersion !== FORMAT_VERSION)
    return {
      reason: `a record of format version ${shown(formatVersion)}, not ${FORMAT_VERSION}`,
    };
  const parsed = trendRecordSchema.safeParse(value);
  if (parsed.success) return { record: parsed.data };
  const [issue] = parsed.error.issues;
  return { reason: `a record that is damaged at ${issue?.path.join('.') ?? 'its root'}` };
}

const headSchema = z.object({
  formatVersion: z.unknown(),
  tool: z.object({ name: z.literal('copybench') }),
});
