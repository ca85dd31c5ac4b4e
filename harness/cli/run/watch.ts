/** Turns what happens in a run into progress. */
import type { Clock } from '../../core/clock.js';
import type { Deadlines } from '../../measure/deadline.js';
import { weightOf } from '../../measure/budget.js';
import { groupsOf, pairName, type ScenarioPlan } from '../../measure/plan.js';
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
  const groups = groupsOf(plans);
  const rounds = new Map<ScenarioPlan, number>();
  return {
    roundBegins: (plan, begun) => void rounds.set(plan, begun),
    copyBegins: (plan, arm, { position }) => {
      const round = rounds.get(plan) ?? 0;
      const done = share(groups, rounds, plan, position / plan.arms.length);
      const elapsedNs = clock.monotonicNs() - times.beganNs;
      const byPace = done > 0.01 ? (elapsedNs * (1 - done)) / done : null;
      progress.update({
        scenario: scenarioOf(plan),
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

/** `7 MB`, with its directories where there are several. */
function scenarioOf({ fixture, directories }: ScenarioPlan): string {
  const size = formatSizeExact(fixture.sizeBytes);
  return directories ? `${size}, ${pairName(directories)}` : size;
}

/**
 * Share of all rounds that are done, if every scenario went to its last round.
 *
 * @param begun the round that each scenario is in, as far as it has begun
 * @param part how much of its round `current` has done
 */
function share(
  groups: readonly (readonly ScenarioPlan[])[],
  begun: ReadonlyMap<ScenarioPlan, number>,
  current: ScenarioPlan,
  part: number,
): number {
  const at = groups.findIndex((group) => group.includes(current));
  const doneOf = (plan: ScenarioPlan, group: number): number => {
    if (group !== at) return group < at ? 1 : 0;
    const rounds = (begun.get(plan) ?? 0) + (plan === current ? part : 0);
    return Math.min(1, rounds / (plan.rounds.max + 1));
  };
  const all = groups.flatMap((group, index) =>
    group.map((plan) => ({ weight: weightOf(plan), done: doneOf(plan, index) })),
  );
  const total = all.reduce((sum, { weight }) => sum + weight, 0);
  return total === 0 ? 0 : all.reduce((sum, { weight, done }) => sum + weight * done, 0) / total;
}
