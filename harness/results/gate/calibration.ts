/** A calibration: how often gates on this machine cry wolf, and what they find; with the passes it was learnt from. */
import { z } from 'zod';
import { machineSchema } from '../../machine/machine.js';
import { scenarioTimesSchema } from '../pass-times.js';
import { cellStateSchema } from './gate-record.js';

export const CALIBRATION_FORMAT_VERSION = 1;

/** One gate that was really measured. */
export const liveGateSchema = z.object({
  /** Share that one strategy copied again, such as 0.1; 0 for a gate in which nothing changed. */
  injected: z.number().nonnegative(),
  /** Which strategy; null where nothing changed. */
  strategy: z.string().nullable(),
  /** Change of that strategy as the first pass saw it, now / before, by scenario; the injected share as it came out. */
  seen: z.array(z.number().positive()),
  /** State of that strategy by scenario. */
  states: z.array(cellStateSchema),
  /** Strategies called regressions that were not slowed down. */
  falseAlarms: z.array(z.string()),
  outcome: z.enum(['pass', 'regression', 'inconclusive', 'void', 'empty']),
  passes: z.number().int().positive(),
  elapsedNs: z.number().nonnegative(),
});
export type LiveGate = z.infer<typeof liveGateSchema>;

export const calibrationSchema = z.object({
  formatVersion: z.literal(CALIBRATION_FORMAT_VERSION),
  tool: z.object({ name: z.literal('copybench'), version: z.string() }),
  startedAt: z.iso.datetime(),
  suite: z.string(),
  command: z.string(),
  seed: z.number().int(),
  margin: z.number().positive(),
  machine: machineSchema,
  baselinePasses: z.number().int().positive(),
  gates: z.array(liveGateSchema),
  /** Passes in which nothing was slowed down, in the order they were measured. */
  passes: z.array(z.array(scenarioTimesSchema)),
});
export type Calibration = z.infer<typeof calibrationSchema>;
