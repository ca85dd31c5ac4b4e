import { expect, test } from 'vitest';
import type { ProgressState } from '../../../../harness/cli/progress.js';
import type { Standing } from '../../../../harness/cli/standing-lines.js';
import { watch } from '../../../../harness/cli/run/watch.js';
import { fakePlan } from '../../../fakes/strategies.js';
import { Deadlines } from '../../../../harness/measure/deadline.js';
import { Journal } from '../../../../harness/cli/run/journal.js';
import { fakeRecord } from '../../../fakes/records.js';
import type { Sample } from '../../../../harness/measure/sample.js';
import { fakeSample } from '../../../fakes/samples.js';

const plan = fakePlan(['base', 'fast'], { rounds: { min: 6, max: 9 } });
const [arm] = plan.arms;

/** An observer over two scenarios like `plan`, ten seconds of budget, and what it did. */
function watched() {
  let nowNs = 0;
  const states: ProgressState[] = [];
  const standings: Standing[] = [];
  const stored: Sample[] = [];
  const journal = new Journal(
    fakeRecord(),
    {
      directory: '',
      append: async (sample) => void stored.push(sample),
      note: () => Promise.resolve(),
      flush: () => Promise.resolve(),
      write: () => Promise.resolve(),
      writePlan: () => Promise.resolve(),
      close: () => Promise.resolve(),
    },
    0,
  );
  const progress = {
    say: () => undefined,
    update: (state: ProgressState) => void states.push(state),
    stand: (standing: Standing) => void standings.push(standing),
    end: () => undefined,
  };
  const clock = {
    monotonicNs: () => nowNs,
    now: () => new Date(0),
    sleep: () => Promise.resolve(),
  };
  const times = { beganNs: 0, budgetEndsNs: 10e9 };
  const plans = [plan, { ...plan, id: 'second' }];
  const observer = watch({ plans, journal, progress, clock, deadlines: new Deadlines(), ...times });
  return { observer, states, standings, stored, at: (ns: number) => void (nowNs = ns) };
}

test('shares are of the whole run, and the rest is judged by the pace', () => {
  const { observer, states, at } = watched();
  observer.copyBegins(plan, arm!, { round: 0, position: 0 });
  at(1e9);
  observer.roundBegins(plan, 2);
  observer.copyBegins(plan, arm!, { round: 2, position: 0 });
  expect(states).toMatchObject([
    { round: 'warm-up round', strategy: 'base', share: 0, remainingNs: null },
    { round: 'round 2 of at most 9', share: 0.1, elapsedNs: 1e9, remainingNs: 9e9 },
  ]);
});

test('what is left is never more than the budget, and never less than nothing', () => {
  const { observer, states, at } = watched();
  observer.roundBegins(plan, 1);
  for (const now of [4e9, 12e9]) {
    at(now);
    observer.copyBegins(plan, arm!, { round: 1, position: 0 });
  }
  expect(states.map(({ remainingNs }) => remainingNs)).toEqual([6e9, 0]);
});

test('every sample is stored', async () => {
  const { observer, stored } = watched();
  const sample = fakeSample('base', 1, 5);
  await observer.sampled(plan, sample);
  expect(stored).toEqual([sample]);
});

test('after every block it is shown how the scenario stands; the warm-up round is no block', () => {
  const { observer, standings, at } = watched();
  const question = {
    known: [],
    limits: plan.rounds,
    precision: 0.03,
    remainingNs: 1e9,
    totalRemainingNs: 1e9,
    nextBlockNs: 1,
  };
  observer.blockEnds(plan, { ...question, rounds: 0 }, undefined);
  at(2e9);
  observer.blockEnds(plan, { ...question, rounds: 2 }, undefined);
  observer.blockEnds(plan, { ...question, rounds: 4 }, 'budget');
  expect(standings).toMatchObject([
    { stops: false, elapsedNs: 2e9 },
    { stops: true, elapsedNs: 2e9 },
  ]);
});
