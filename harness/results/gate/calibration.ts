/** A calibration: how often gates on this machine cry wolf, and what they find; with the passes it was learnt from. */
import { z } from 'zod';
import { bounded } from '../../core/bounded-schema.js';
import { machineSchema } from '../../machine/machine.js';
import { scenarioTimesSchema } from '../pass-times.js';
import { cellStateSchema } from './gate-record.js';
import { shareLineSchema } from './shares.js';

export const CALIBRATION_FORMAT_VERSION = 2;

/** One gate that was really measured. */
export const liveGateSchema = z.object({
  /** Slowdown that was asked for of one strategy, such as 0.1; 0 for a gate in which nothing changed. */
  injected: z.number().nonnegative(),
  /** Which strategy; null where nothing changed. */
  strategy: bounded.name.nullable(),
  /** Change of that strategy before any confirmation, now / before, by scenario; the slowdown as it came out. */
  seen: bounded.list(z.number().positive()),
  /** State of that strategy by scenario. */
  states: bounded.list(cellStateSchema),
  /** Strategies called regressions that were not slowed down. */
  falseAlarms: bounded.list(bounded.name),
  outcome: z.enum(['pass', 'regression', 'inconclusive', 'void', 'empty']),
  passes: z.number().int().positive(),
  elapsedNs: z.number().nonnegative(),
});
export type LiveGate = z.infer<typeof liveGateSchema>;

export const calibrationSchema = z.object({
  formatVersion: z.literal(CALIBRATION_FORMAT_VERSION),
  tool: z.object({ name: z.literal('copybench'), version: bounded.name }),
  startedAt: bounded.moment,
  /** `baseline`: every gate against the same stored passes. `paired`: both sides in the same rounds. */
  mode: z.enum(['baseline', 'paired']),
  suite: bounded.name,
  command: bounded.command,
  seed: z.number().int(),
  margin: z.number().positive(),
  /** Half-width of an interval that is narrow enough, relative. */
  precision: z.number().positive(),
  machine: machineSchema,
  /** What the gates' rules know as the bound; null where none was measured. */
  bound: bounded.name.nullable().default(null),
  /** 0 where both sides are in each pass. */
  baselinePasses: z.number().int().nonnegative(),
  /** What share of a file had to be copied again for a slowdown, as tried before the gates. */
  shareLines: bounded.list(shareLineSchema),
  gates: bounded.list(liveGateSchema),
  /** Passes in which nothing was slowed down, in the order they were measured. */
  passes: bounded.list(bounded.list(scenarioTimesSchema)),
});
export type Calibration = z.infer<typeof calibrationSchema>;
