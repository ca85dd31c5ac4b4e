/** A scenario end to end, exactly: scripted workers and a clock that moves only when a copy is made. */
import { describe, expect, test } from 'vitest';
import { CONTROL } from '../harness/measure/sample.js';
import { planRounds } from '../harness/statistics/williams.js';
import { ARMS, noisy, play, stopsOf, type Scene } from './fakes/scenes.js';
import { fakePlan, fakeStrategy } from './fakes/strategies.js';
import { type FakeWorker, type Script } from './fakes/workers.js';

describe('a scenario without trouble', () => {
  test('has a warm-up round in the order of the plan, then the seeded rounds to the last', async () => {
    const { run } = await play({});
    const names = [...ARMS, CONTROL];
    const planned = planRounds({ arms: 4, seed: 42, rounds: 12 });
    expect(run.order).toEqual([names, ...planned.map((order) => order.map((i) => names[i]))]);
    expect(run.rounds).toBe(12);
    expect(run.stopped).toBe('rounds');
    expect(run.failures).toEqual([]);
  });

  test('has its rounds in blocks of two, each the mirror image of the other', async () => {
    const { run } = await play({});
    for (let round = 1; round < run.order.length; round += 2) {
      expect(run.order[round + 1]).toEqual(run.order[round]!.toReversed());
    }
  });

  test('has one copy of every arm in every round, and the samples in the order they were taken', async () => {
    const { run } = await play({});
    expect(run.samples.map(({ strategy, round, position }) => [round, position, strategy])).toEqual(
      run.order.flatMap((names, round) => names.map((name, position) => [round, position, name])),
    );
  });

  test('asks one worker at a time and stores each sample before the next copy begins', async () => {
    const stored: string[] = [];
    const { told } = await play({
      sampled: async (_, { strategy }) => {
        await new Promise(setImmediate);
        stored.push(strategy);
      },
    });
    const copies = told.filter((words) => /^(?:copy|sample) /.test(words));
    for (let i = 0; i < copies.length; i += 2) {
      expect(copies[i]).toMatch(/^copy /);
      expect(copies[i + 1]).toBe(copies[i]!.replace('copy', 'sample'));
    }
    expect(stored).toHaveLength(copies.length / 2);
    expect(told.filter((words) => words.startsWith('round'))).toHaveLength(13);
  });

  test('tells how it stands after every block, between copies, and why it stops', async () => {
    const { told } = await play({ plan: fakePlan(ARMS, { rounds: { min: 2, max: 4 } }) });
    expect(told.filter((words) => words.startsWith('block'))).toEqual([
      'block 0 on',
      'block 2 on',
      'block 4 rounds',
    ]);
    const at = told.indexOf('block 2 on');
    expect(told[at - 1]).toBe('end of round 2');
    expect(told[at + 1]).toBe('round 3');
  });

  test('ends every worker once, the control’s own as well', async () => {
    const played = await play({});
    expect(stopsOf(played)).toEqual([1, 1, 1, 1]);
    expect([...played.workers.keys()]).toEqual([...ARMS, CONTROL]);
  });

  test('is the same for the same seed, and another for another', async () => {
    const plan = fakePlan(ARMS, { seed: 7 });
    const first = await play({ plan });
    expect((await play({ plan })).run.order).toEqual(first.run.order);
    expect((await play({})).run.order).not.toEqual(first.run.order);
  });
});

describe('it stops', () => {
  test('when every interval is narrow enough, at the end of a block and not before the fewest rounds', async () => {
    const { run } = await play({ precision: 0.03 });
    expect(run.stopped).toBe('precise');
    expect(run.rounds).toBe(6);
  });

  test('not while one arm is unclear', async () => {
    const { run } = await play({ precision: 0.03, scripts: { splice: noisy(1e6) } });
    expect(run.stopped).toBe('rounds');
    expect(run.rounds).toBe(12);
  });

  test('without waiting for bounds and clones, which are compared with nothing', async () => {
    const plan = fakePlan(ARMS);
    const floor = { name: 'nothing', strategy: fakeStrategy('nothing', { class: 'bound' }) };
    const { run } = await play({
      plan: { ...plan, arms: [...plan.arms, floor] },
      precision: 0.03,
      scripts: { nothing: noisy(1e3) },
    });
    expect(run.stopped).toBe('precise');
  });

  test('when its share is spent, but only after the fewest rounds', async () => {
    // 4 ms a round: the share is spent with the second one.
    const { run } = await play({ shareNs: 8e6 });
    expect(run.stopped).toBe('budget');
    expect(run.rounds).toBe(6);
  });

  test('before a block that its share would not hold', async () => {
    // Warm-up and 8 rounds take 36 ms; another block would need 8 ms.
    const { run } = await play({ shareNs: 36e6 + 7.9e6 });
    expect(run).toMatchObject({ stopped: 'budget', rounds: 8 });
    expect((await play({ shareNs: 36e6 + 8e6 })).run.rounds).toBe(10);
  });

  test('when the whole budget is spent, even before the fewest rounds', async () => {
    const { run } = await play({ budgetNs: 15e6 });
    expect(run).toMatchObject({ stopped: 'budget', rounds: 2 });
  });

  test('with the warm-up alone when there is time for no block', async () => {
    const { run } = await play({ budgetNs: 5e6 });
    expect(run).toMatchObject({ stopped: 'budget', rounds: 0 });
    expect(run.samples.every(({ round }) => round === 0)).toBe(true);
  });
});

const failsAt =
  (failing: number): Script =>
  (_, times) => {
    if (times < failing) return 1e6;
    throw Object.assign(new Error('EIO: i/o error, write'), {
      errno: -5,
      code: 'EIO',
      syscall: 'write',
    });
  };

describe('a failing arm', () => {
  test('is dropped and its worker ended at once, while the others go on', async () => {
    const played = await play({ scripts: { splice: failsAt(3) } });
    const { run } = played;
    expect(run.failures).toEqual([
      {
        arm: expect.objectContaining({ name: 'splice' }),
        round: 3,
        reason: 'EIO (i/o error) from write',
      },
    ]);
    expect(run.order.slice(0, 4).every((names) => names.includes('splice'))).toBe(true);
    expect(run.order.slice(4).flat()).not.toContain('splice');
    expect(run.samples.filter(({ strategy }) => strategy === 'splice')).toHaveLength(3);
    expect(run.samples.filter(({ strategy }) => strategy === 'sendfile')).toHaveLength(13);
    expect(run).toMatchObject({ stopped: 'rounds', rounds: 12 });
    expect(stopsOf(played).every((stops) => stops >= 1)).toBe(true);
  });

  test('no longer keeps the others from being precise', async () => {
    const { run } = await play({ precision: 0.03, scripts: { splice: failsAt(2) } });
    expect(run.stopped).toBe('precise');
  });

  test('that does not even start costs itself alone', async () => {
    const { run, workers } = await play({ broken: ['sendfile'] });
    expect(run.failures).toEqual([
      {
        arm: expect.objectContaining({ name: 'sendfile' }),
        round: 0,
        reason: 'sendfile does not start',
      },
    ]);
    expect(workers.has('sendfile')).toBe(false);
    expect(run.order.every((names) => names.length === 3)).toBe(true);
  });

  test('that is the reference leaves nothing to be precise about', async () => {
    for (const failing of [0, 3]) {
      const { run } = await play({ precision: 0.03, scripts: { 'read-write': failsAt(failing) } });
      expect(run.failures.map(({ arm }) => arm.name)).toEqual(['read-write']);
      expect(run.samples.filter(({ strategy }) => strategy === CONTROL)).toHaveLength(13);
      expect(run).toMatchObject({ stopped: 'rounds', rounds: 12 });
    }
  });

  test('of all arms ends the scenario', async () => {
    const scripts = Object.fromEntries([...ARMS, CONTROL].map((name) => [name, failsAt(1)]));
    const { run } = await play({ scripts });
    expect(run.failures).toHaveLength(4);
    expect(run.samples.every(({ round }) => round === 0)).toBe(true);
    expect(run.stopped).toBe('empty');
  });
});

describe('a scenario with nothing in it', () => {
  test('is empty', async () => {
    const { run } = await play({ plan: fakePlan([]) });
    expect(run).toMatchObject({ stopped: 'empty', rounds: 0, samples: [] });
  });

  test('but the reference ends at the fewest rounds or the last', async () => {
    const plan = { ...fakePlan(['read-write']) };
    const { run } = await play({ plan: { ...plan, arms: plan.arms.slice(0, 1) } });
    expect(run.samples).toHaveLength(run.rounds + 1);
  });
});

test('a sample that cannot be stored ends the run, and no worker is left', async () => {
  const workers = new Map<string, FakeWorker>();
  const scene: Scene = {
    workers,
    sampled: () => Promise.reject(new Error('no space for samples')),
  };
  await expect(play(scene)).rejects.toThrow('no space for samples');
  expect([...workers.values()].map(({ stops, orders }) => [stops, orders.length])).toEqual([
    [1, 1],
    [1, 0],
    [1, 0],
    [1, 0],
  ]);
});
