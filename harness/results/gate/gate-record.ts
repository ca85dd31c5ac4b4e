/** What a gate decided, cell by cell, and why: what `gate.json` holds and every gate report is made from. */
import { z } from 'zod';
import { bounded } from '../../core/bounded-schema.js';
import { machineSchema } from '../../machine/machine.js';
import { estimateSchema, verdictSchema } from '../record.js';
import { warningSchema } from '../warning.js';

/** Raised with every change of meaning. */
export const GATE_FORMAT_VERSION = 1;

const count = z.number().int().nonnegative();
const nanoseconds = z.number().nonnegative();

/**
 * What the gate makes of one strategy in one scenario.
 *
 * - `pass`: no slowdown beyond the margin was seen, and one would have been seen;
 * - `improvement`: faster beyond the margin, which never fails;
 * - `regression`: slower beyond the margin, in the first pass and again in the confirmation;
 * - `inconclusive`: too noisy to tell: its interval is wider than the margin and crosses it; or slower relative to the
 *   reference, and not relative to the bound;
 * - `missing`: it was measured before, and has no figure now;
 * - `new`: it has a figure now, and had none before;
 * - `void`: its scenario cannot be judged.
 */
export const cellStateSchema = z.enum([
  'pass',
  'improvement',
  'regression',
  'inconclusive',
  'missing',
  'new',
  'void',
]);
export type CellState = z.infer<typeof cellStateSchema>;

/** One comparison of before and now, as one pass of rounds saw it. */
export const changeSchema = z.object({
  /** Time now / time before; above 1 is slower. Relative to the reference in both, unless the gate is absolute. */
  change: estimateSchema,
  /** The change against the margin applied to it. */
  verdict: verdictSchema,
  /** One-sided p value of "slower by no more than the margin", adjusted by Holm over the cells of its pass. */
  adjustedP: z.number().min(0).max(1),
  /** Rounds now. */
  rounds: count,
  /** The same change relative to the bound, such as `memory-copy`; null unless memory became slower. */
  besideBound: estimateSchema.nullable().default(null),
});
export type ChangeRecord = z.infer<typeof changeSchema>;

export const cellSchema = z.object({
  scenario: bounded.name,
  /** Such as `file-to-file`, `7MB`, for tables. */
  route: bounded.name,
  fixture: bounded.name,
  strategy: bounded.name,
  label: bounded.name,
  /** `ratio`: relative to the reference, within each run. `time`: absolute time (--absolute). */
  measure: z.enum(['ratio', 'time']),
  state: cellStateSchema,
  /** One sentence: why it is in this state, with the value seen and, where there is one, what to do. */
  reason: bounded.text,
  /** Relative change that does not matter, as applied: --margin, or the noise where that is larger. */
  margin: z.number().positive(),
  /** What the first pass saw where that left it open, so that it was measured longer; else null. */
  screening: changeSchema.nullable().default(null),
  /** What the first pass saw, or the longer one after it; null where there is nothing to compare. */
  first: changeSchema.nullable(),
  /** What the confirmation saw, with workers of its own; null where none was needed. */
  confirmation: changeSchema.nullable(),
  beforeMedianNs: nanoseconds.nullable(),
  nowMedianNs: nanoseconds.nullable(),
});
export type CellRecord = z.infer<typeof cellSchema>;

/** What holds for all cells of a scenario. */
export const gateScenarioSchema = z.object({
  id: bounded.name,
  reference: bounded.name,
  /** Why no cell of it can be judged; null: they can. */
  void: bounded.text.nullable(),
  /** Largest distance of the control arm's interval from 1, before and now; null without a control. */
  noiseBefore: z.number().nonnegative().nullable(),
  noiseNow: z.number().nonnegative().nullable(),
  /** The reference's own time, now / before, on the same machine; null on another machine. */
  referenceChange: estimateSchema.nullable(),
  /** The reference's time relative to the memory bound, now / before: what slows all copies alike shows here. */
  referenceOverMemoryChange: estimateSchema.nullable(),
  /** A sentence where the reference itself became slower beyond the margin; ratios do not show that. */
  uniform: bounded.text.nullable(),
});
export type GateScenario = z.infer<typeof gateScenarioSchema>;

/** `regression` also stands for missing cells; `empty`: nothing could be compared. */
export const gateOutcomeSchema = z.enum(['pass', 'regression', 'inconclusive', 'void', 'empty']);
export type GateOutcome = z.infer<typeof gateOutcomeSchema>;

/** One side of the comparison. */
export const sideSchema = z.object({
  /** Such as `baseline of 2026-11-24`, `abc1234`, `this build`, `Node 22.23.3`. */
  name: bounded.text,
  version: bounded.name,
  node: bounded.name,
  /** Git commit of the build, where it is known. */
  commit: bounded.name.nullable(),
  measuredAt: bounded.moment,
});
export type GateSide = z.infer<typeof sideSchema>;

export const gateSchema = z.object({
  formatVersion: z.literal(GATE_FORMAT_VERSION),
  tool: z.object({ name: z.literal('copybench'), version: bounded.name }),
  startedAt: bounded.moment,
  finishedAt: bounded.moment,
  /** `baseline`: against a stored record. `builds`: two builds in the same rounds. `runtimes`: two Node binaries. */
  mode: z.enum(['baseline', 'builds', 'runtimes']),
  before: sideSchema,
  now: sideSchema,
  outcome: gateOutcomeSchema,
  /** Exit status that belongs to the outcome. */
  exitStatus: count,
  /** The decision in one sentence, and every reason for it, one sentence each. */
  sentence: bounded.text,
  reasons: bounded.list(bounded.text),
  suite: bounded.name,
  command: bounded.command,
  seed: z.number().int(),
  /** Relative change that does not matter, as asked for. */
  margin: z.number().positive(),
  /** Chance of any false alarm over all cells that a pass allows, one-sided. */
  alpha: z.number().positive(),
  machine: machineSchema,
  cells: bounded.list(cellSchema),
  scenarios: bounded.list(gateScenarioSchema),
  warnings: bounded.list(warningSchema),
  /** Where record and samples of each pass lie, the first pass first. */
  passes: bounded.list(bounded.path),
});
export type GateRecord = z.infer<typeof gateSchema>;
