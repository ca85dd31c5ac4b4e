/** Scenarios that run together: their rounds are interleaved, they end together, and none is in the other's way. */
import { describe, expect, test } from 'vitest';
import type { ScenarioPlan } from '../../../harness/measure/plan.js';
import { ARMS, noisy, play, playTogether } from '../../fakes/scenes.js';
import { takes } from '../../fakes/workers.js';
import { fakeSample } from '../../fakes/samples.js';
import { fakePlan } from '../../fakes/strategies.js';

const planOf = (id: string, changes: Partial<ScenarioPlan> = {}): ScenarioPlan =>
  fakePlan(ARMS, { id, ...changes });

/** `ext4 3`: which scenario began which round, in the order of time. */
const roundsIn = (told: readonly string[]): string[] =>
  told.flatMap((words) => {
    const found = /^(\w+): round (\d+)$/.exec(words);
    return found ? [`${found[1]} ${found[2]}`] : [];
  });

const scenariosIn = (rounds: readonly string[]) => rounds.map((words) => words.split(' ')[0]);

/** Samples of every arm up to a round. */
const samplesTo = (last: number) =>
  Array.from({ length: last + 1 }, (_, round) =>
    [...ARMS, 'control'].map((name, position) => fakeSample(name, round, 1e6, { position })),
  ).flat();

describe('rounds', () => {
  test('are made in every scenario before the next begins, the second of a block in reverse', async () => {
    const plans = ['ext4', 'xfs', 'tmpfs'].map((id) => planOf(id));
    const { told } = await playTogether(plans.map((plan) => ({ plan })));
    const rounds = roundsIn(told);
    expect(rounds.slice(0, 3)).toEqual(['ext4 0', 'xfs 0', 'tmpfs 0']);
    for (let round = 1; round <= 12; round += 1) {
      const own = rounds.slice(3 * round, 3 * round + 3);
      expect(own.toSorted()).toEqual([`ext4 ${round}`, `tmpfs ${round}`, `xfs ${round}`]);
      if (round % 2 === 0) continue;
      const next = rounds.slice(3 * round + 3, 3 * round + 6);
      expect(scenariosIn(next)).toEqual(scenariosIn(own).toReversed());
    }
    expect(rounds).toHaveLength(3 * 13);
  });

  test('begin with every scenario as often as with any other, but for what is left of a cycle', async () => {
    const rounds = { min: 6, max: 24 };
    const plans = ['ext4', 'xfs', 'tmpfs'].map((id) => planOf(id, { rounds }));
    const { told } = await playTogether(plans.map((plan) => ({ plan })));
    const first = roundsIn(told).filter((_, index) => index >= 3 && index % 3 === 0);
    const counts = plans.map(({ id }) => first.filter((words) => words.startsWith(id)).length);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(4);
    expect(counts.every((count) => count > 0)).toBe(true);
  });

  test('keep the order within a scenario that its own seed gives', async () => {
    const alone = await playTogether([{ plan: planOf('xfs', { seed: 7 }) }]);
    const beside = await playTogether([
      { plan: planOf('ext4') },
      { plan: planOf('xfs', { seed: 7 }) },
    ]);
    expect(beside.runs[1]!.order).toEqual(alone.runs[0]!.order);
  });
});

describe('scenarios that run together', () => {
  test('go on until the last of them is precise', async () => {
    const { runs, told } = await playTogether([
      { plan: planOf('quiet'), precision: 0.03 },
      { plan: planOf('noisy'), precision: 0.03, scripts: { splice: noisy(1e6) } },
    ]);
    expect(runs.map(({ rounds }) => rounds)).toEqual([12, 12]);
    expect(runs.map(({ stopped }) => stopped)).toEqual(['rounds', 'rounds']);
    expect(told.filter((words) => words.startsWith('quiet: block'))).toContain('quiet: block 6 on');
    const quiet = await playTogether([
      { plan: planOf('quiet'), precision: 0.03 },
      { plan: planOf('silent'), precision: 0.03 },
    ]);
    expect(quiet.runs.map(({ rounds, stopped }) => `${rounds} ${stopped}`)).toEqual([
      '6 precise',
      '6 precise',
    ]);
  });

  test('share their time: no block begins that would not be done in all of them', async () => {
    // Four arms of 1 ms each in both: a block takes 16 ms, and warm-up with 8 rounds 72 ms.
    const scenes = ['ext4', 'xfs'].map((id) => ({ plan: planOf(id), shareNs: 72e6 + 15e6 }));
    const { runs } = await playTogether(scenes);
    expect(runs.map(({ rounds, stopped }) => `${rounds} ${stopped}`)).toEqual([
      '8 budget',
      '8 budget',
    ]);
  });

  test('are not held up by one in which nothing works any more', async () => {
    const broken = [...ARMS, 'control'];
    const { runs } = await playTogether([
      { plan: planOf('gone'), broken },
      { plan: planOf('left'), precision: 0.03 },
    ]);
    expect(runs.map(({ stopped }) => stopped)).toEqual(['empty', 'precise']);
    expect(runs[0]!.failures).toHaveLength(4);
    expect(runs[1]!.rounds).toBe(6);
  });

  test('end together at Ctrl-C', async () => {
    const controller = new AbortController();
    const scenes = ['ext4', 'xfs'].map((id) => ({
      plan: planOf(id),
      signal: controller.signal,
      sampled: (_: ScenarioPlan, { round }: { round: number }) => {
        if (round === 3) controller.abort();
        return Promise.resolve();
      },
    }));
    const { runs } = await playTogether(scenes);
    expect(runs.map(({ stopped }) => stopped)).toEqual(['interrupted', 'interrupted']);
    expect(runs.map(({ rounds }) => rounds).toSorted((a, b) => a - b)).toEqual([2, 3]);
  });

  test('that were cut off in the same round catch up with each other first', async () => {
    const { runs, told } = await playTogether([
      { plan: planOf('ahead'), earlier: { samples: samplesTo(3), failures: [] } },
      { plan: planOf('behind'), earlier: { samples: samplesTo(2), failures: [] } },
    ]);
    const rounds = roundsIn(told);
    expect(rounds.slice(0, 3)).toEqual(['ahead 0', 'behind 0', 'behind 3']);
    expect(rounds.slice(3, 5).toSorted()).toEqual(['ahead 4', 'behind 4']);
    for (const run of runs) {
      expect(run.rounds).toBe(12);
      const measured = run.samples.filter(({ round }) => round > 0);
      expect(measured).toHaveLength(12 * 4);
    }
  });
});

describe('a race', () => {
  const race = planOf('race', {
    rivals: new Map([['splice', 'sendfile']]),
    decides: { tolerated: 0.05 },
  });

  test.each([
    ['is as fast', 1e6, '6 decided'],
    ['is faster', 0.5e6, '6 decided'],
    ['is slower by what is tolerated', 1.04e6, '6 decided'],
    ['is slower', 1.2e6, '12 rounds'],
  ])('in which an arm %s than its rival', async (_, ns, ending) => {
    const { run } = await play({ plan: race, scripts: { splice: takes(ns) } });
    expect(`${run.rounds} ${run.stopped}`).toBe(ending);
  });
});
