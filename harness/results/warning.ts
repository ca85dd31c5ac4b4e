/** Known doubts about a number, each with what to do about it. A closed list: a new doubt is a new code here. */
import { z } from 'zod';

export const warningCodes = [
  'addon-missing',
  'ballast-missing',
  'ballast-small',
  'bimodal',
  'budget-spent',
  'cache-not-cold',
  'cache-not-warm',
  'cache-unverified',
  'clone-in-copy-class',
  'congestion-differs',
  'control-off',
  'drift',
  'few-rounds',
  'fixture-changed',
  'interrupted',
  'leftovers-removed',
  'load-high',
  'machine-state',
  'memory-tight',
  'pacing-congestion-control',
  'receiver-javascript',
  'receiver-writes',
  'samples-truncated',
  'scenario-left-out',
  'sparse-copy',
  'settle-timed-out',
  'steal-high',
  'strategy-failed',
  'zerocopy-copied',
] as const;

export type WarningCode = (typeof warningCodes)[number];

export const warningSchema = z.object({
  code: z.enum(warningCodes),
  /** Scenario id, when the doubt is about one. */
  scenario: z.string().optional(),
  /** Strategy name, when the doubt is about one. */
  strategy: z.string().optional(),
  /** What was seen, with the value. */
  message: z.string(),
  /** What a person can do about it. */
  remedy: z.string(),
});

export type Warning = z.infer<typeof warningSchema>;
