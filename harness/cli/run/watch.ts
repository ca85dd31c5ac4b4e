/** Turns what happens in a run into progress. */
import type { Clock } from '../../core/clock.js';
import type { Deadlines } from '../../measure/deadline.js';
import { weightOf } from '../../measure/budget.js';
import type { ScenarioPlan } from '../../measure/plan.js';
import type { Observer } from '../../measure/scheduler.js';
import { formatSizeExact } from '../../core/units.js';
import type { Progress } from '../progress.js';
import type { Journal } from './journal.js';
import { standingOf } from './standing.js';

export interface Watched {
  plans: readonly ScenarioPlan[];
  journal: Journal;
  progress: Progress;
  clock: Clock;
  deadlines: Deadlines;
  /** When copying began, and when the budget ends, by the clock. */
  beganNs: number;
  budgetEndsNs: number;
}

/** An observer that stores every sample and keeps the progress true. */
export function watch({ plans, journal, progress, clock, deadlines, ...times }: Watched): Observer {
  let round = 0;
  return {
    roundBegins: (_, begun) => void (round = begun),
    copyBegins: (plan, arm, { position }) => {
      const done = share(plans, plan, round + position / plan.arms.length);
      const elapsedNs = clock.monotonicNs() - times.beganNs;
      const byPace = done > 0.01 ? (elapsedNs * (1 - done)) / done : null;
      progress.update({
        scenario: formatSizeExact(plan.fixture.sizeBytes),
        round: round === 0 ? 'warm-up round' : `round ${round} of at most ${plan.rounds.max}`,
        strategy: arm.name,
        share: done,
        elapsedNs,
        // A round that has begun is ended, however long it takes beyond the budget.
        remainingNs:
          byPace && Math.max(0, Math.min(byPace, times.budgetEndsNs - clock.monotonicNs())),
      });
    },
    sampled: (_, sample) => {
      deadlines.learn(sample);
      return journal.add(sample);
    },
    discarded: async (plan, arm, place, reason) => {
      progress.say(`A copy by ${arm.name} does not count and is made again: ${reason}.`);
      await journal.discarded(plan, arm, place, reason);
    },
    failed: (plan, failure) => journal.failed(plan, failure),
    roundEnds: () => journal.flush(),
    blockEnds: (plan, question, stopped) => {
      // The warm-up round is no block, unless it was the last.
      if (question.rounds === 0 && stopped === undefined) return;
      const elapsedNs = clock.monotonicNs() - times.beganNs;
      progress.stand({ ...standingOf(plan, question, stopped), elapsedNs });
    },
  };
}

/** Share of all rounds that are done, if every scenario went to its last round. */
function share(plans: readonly ScenarioPlan[], current: ScenarioPlan, rounds: number): number {
  const before = plans.slice(0, plans.indexOf(current)).reduce((sum, p) => sum + weightOf(p), 0);
  const all = plans.reduce((sum, plan) => sum + weightOf(plan), 0);
  const part = Math.min(1, rounds / (current.rounds.max + 1));
  return all === 0 ? 0 : (before + part * weightOf(current)) / all;
}
