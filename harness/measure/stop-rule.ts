/** When a scenario has been measured enough: narrow intervals or a spent budget, never a p-value. */
import { type Estimate, logHalfWidth } from '../statistics/interval.js';
import { pairedRatio } from '../statistics/paired-ratio.js';
import type { RoundLimits } from './plan.js';
import { elapsedByRound, pairByRound } from './pairing.js';
import type { Sample } from './sample.js';

export type StopReason = 'precise' | 'budget' | 'rounds';

export interface StopQuestion {
  /** Measured samples so far, warm-up left out. */
  samples: readonly Sample[];
  /** Arms whose speedup has to be precise: copies and the control, not the reference itself. */
  compared: readonly string[];
  reference: string;
  /** Arms that are judged against another one than the reference: by name, whom. */
  rivals?: ReadonlyMap<string, string> | undefined;
  /** Whole rounds measured. */
  rounds: number;
  limits: RoundLimits;
  /** Relative half-width that is narrow enough, such as 0.03. */
  precision: number;
  /** Time left for this scenario beyond what its fewest rounds take, in nanoseconds. */
  remainingNs: number;
  /** Time left for the whole run. */
  totalRemainingNs: number;
  /** What the next block will take, judged by those before. */
  nextBlockNs: number;
}

/** Why to stop now, or undefined to go on with another block of two rounds. */
export function stopReason(question: StopQuestion): StopReason | undefined {
  const { rounds, limits, nextBlockNs } = question;
  if (rounds >= limits.max) return 'rounds';
  if (nextBlockNs > question.totalRemainingNs) return 'budget';
  if (rounds < limits.min) return undefined;
  if (nextBlockNs > question.remainingNs) return 'budget';
  return isPrecise(question) ? 'precise' : undefined;
}

/** Time of the reference, or of its rival, / time of one of the compared arms; undefined before they share a round. */
export function speedupSoFar(
  { samples, reference, rivals }: StopQuestion,
  name: string,
): Estimate | undefined {
  const rival = rivals?.get(name) ?? reference;
  const pairs = pairByRound(elapsedByRound(samples, rival), elapsedByRound(samples, name));
  return pairs.left.length === 0 ? undefined : pairedRatio(pairs.left, pairs.right);
}

function isPrecise(question: StopQuestion): boolean {
  return question.compared.every((name) => {
    const speedup = speedupSoFar(question, name);
    // Without the other one there is nothing to be precise about.
    return speedup !== undefined && logHalfWidth(speedup) <= question.precision;
  });
}
