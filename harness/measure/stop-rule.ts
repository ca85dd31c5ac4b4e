/**
 * When a scenario has been measured enough: narrow intervals or a spent budget, never a p-value.
 *
 * A race has one more way to end: when every arm is certainly no slower than its rival, for all that matters. Looking
 * again and again until that is so cannot accuse anybody; it can only let one pass whose slowdown is near what is
 * tolerated. What looks slower is measured on.
 */
import { equivalence } from '../statistics/equivalence.js';
import { logHalfWidth } from '../statistics/interval.js';
import type { KnownSpeedup } from './known-speedups.js';
import type { Enough, RoundLimits } from './plan.js';

/** Those of the reasons to stop that mean: enough is known. */
export const ENOUGH_REASONS = ['precise', 'decided', 'few-open'] as const;
export type EnoughReason = (typeof ENOUGH_REASONS)[number];

/**
 * Why a scenario stopped: all intervals are narrow (`precise`), or else a slowdown can be ruled out (`decided`); few
 * arms are left for a later pass (`few-open`); its time is spent (`budget`); it took its most rounds (`rounds`).
 */
export const STOP_REASONS = [...ENOUGH_REASONS, 'budget', 'rounds'] as const;
export type StopReason = (typeof STOP_REASONS)[number];

/** Such a part of the compared arms, three of eight and their control, is few enough to be measured alone. */
const FEW = 1 / 3;

export interface StopQuestion extends Enough {
  /** What is known of each arm that is compared with another. */
  known: readonly KnownSpeedup[];
  /** Whole rounds measured. */
  rounds: number;
  limits: RoundLimits;
  /** Time left for this scenario beyond what its fewest rounds take, in nanoseconds. */
  remainingNs: number;
  /** Time left for the whole run. */
  totalRemainingNs: number;
  /** What the next block will take, judged by those before. */
  nextBlockNs: number;
}

/** Why to stop now, or undefined to go on with another block of two rounds. */
export function stopReason(question: StopQuestion): StopReason | undefined {
  const { known, rounds, limits, nextBlockNs } = question;
  if (rounds >= limits.max) return 'rounds';
  if (nextBlockNs > question.totalRemainingNs) return 'budget';
  if (rounds < limits.min) return undefined;
  if (nextBlockNs > question.remainingNs) return 'budget';
  return whyEnough(known, rounds, question);
}

/** Why what is known after so many rounds is enough, or undefined. */
export function whyEnough(
  known: readonly KnownSpeedup[],
  rounds: number,
  enough: Enough,
): EnoughReason | undefined {
  const open = openArms(known, enough);
  if (open.length === 0)
    return known.every((one) => isPrecise(one, enough)) ? 'precise' : 'decided';
  const { fewAfterRounds } = enough;
  const mayLeave = fewAfterRounds !== undefined && rounds >= fewAfterRounds;
  const areFew = open.length <= known.length * FEW && open.every(({ isRival }) => isRival);
  return mayLeave && areFew ? 'few-open' : undefined;
}

/** Arms that want more rounds: neither precise nor, in a race, certainly no slower than is tolerated. */
export function openArms(known: readonly KnownSpeedup[], enough: Enough): KnownSpeedup[] {
  return known.filter((one) => !isPrecise(one, enough) && !isTolerable(one, enough));
}

function isPrecise({ speedup }: KnownSpeedup, { precision }: Enough): boolean {
  return speedup !== undefined && logHalfWidth(speedup) <= precision;
}

/**
 * Certainly no slower than is tolerated. A wide interval may lie anywhere by chance, and that again at every look: with
 * a half-width of twice what is tolerated it has to miss a slowdown of that size by 2.9 standard errors.
 */
function isTolerable({ speedup, isRival }: KnownSpeedup, { tolerated }: Enough): boolean {
  if (speedup === undefined || tolerated === undefined) return false;
  // The control is the same program as what it is compared with: off to either side its scenario is void.
  if (!isRival) return equivalence(speedup, tolerated) === 'inside';
  const isNarrow = logHalfWidth(speedup) <= Math.log1p(2 * tolerated);
  return isNarrow && speedup.low !== null && speedup.low >= 1 / (1 + tolerated);
}
