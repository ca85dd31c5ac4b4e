/** Known doubts about a number, each with what to do about it. A closed list: a new doubt is a new code here. */
import { z } from 'zod';
import { bounded } from '../core/bounded-schema.js';
import { formatDuration } from '../core/units.js';
import { INTERRUPTED } from '../measure/observer.js';
import type { Seam } from './seam.js';

export const warningCodes = [
  'addon-missing',
  'ballast-missing',
  'ballast-small',
  'bimodal',
  'budget-spent',
  'cache-not-cold',
  'cache-not-warm',
  'cache-unverified',
  'caches-not-dropped',
  'clone-in-copy-class',
  'condition-unmet',
  'congestion-differs',
  'control-off',
  'drift',
  'few-rounds',
  'fixture-changed',
  'interrupted',
  'leftovers-removed',
  'load-high',
  'machine-state',
  'machine-unseen',
  'memory-not-backed',
  'memory-not-first-touch',
  'memory-tight',
  'memory-unverified',
  'merge-differs',
  'merge-left-out',
  'mount-changed',
  'pacing-congestion-control',
  'pinned-together',
  'receiver-javascript',
  'receiver-writes',
  'resumed',
  'same-filesystem',
  'sample-discarded',
  'samples-truncated',
  'scenario-left-out',
  'sparse-copy',
  'settle-timed-out',
  'settle-unknown',
  'steal-high',
  'strategy-failed',
  'zerocopy-copied',
] as const;

export type WarningCode = (typeof warningCodes)[number];

export const warningSchema = z.object({
  code: z.enum(warningCodes),
  /** Scenario id, when the doubt is about one. */
  scenario: bounded.name.optional(),
  /** Strategy name, when the doubt is about one. */
  strategy: bounded.name.optional(),
  /** What was seen, with the value. */
  message: bounded.text,
  /** What a person can do about it. */
  remedy: bounded.text,
});

export type Warning = z.infer<typeof warningSchema>;

/** About a copy that was made again; none when the run ended there, which is told anyway. */
export function discardedWarning(event: {
  scenario: string;
  strategy: string;
  round: number;
  reason: string;
}): Warning[] {
  const { scenario, strategy, round, reason } = event;
  if (reason === INTERRUPTED) return [];
  return [
    {
      code: 'sample-discarded',
      scenario,
      strategy,
      message: `A copy by ${strategy} in round ${round} was made again: ${reason}.`,
      remedy: 'Nothing to do: no figure was made from it.',
    },
  ];
}

/** About a run that has a seam. */
export function resumedWarning({ scenario, round, at, pausedMs, rebooted }: Seam): Warning {
  const pause =
    pausedMs === null ? '' : `, ${formatDuration(pausedMs * 1e6)} after its last sample`;
  const where =
    round === 0 ? `at the beginning of ${scenario}` : `in round ${round} of ${scenario}`;
  return {
    code: 'resumed',
    message:
      `The run was ended ${where} and resumed at ${at}${pause}` +
      `${rebooted ? ', after the machine was booted anew' : ''}.`,
    remedy:
      'A round that lies on both sides of it compares two moments. When that matters, measure again in one piece.',
  };
}
