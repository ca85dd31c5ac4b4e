/** A scenario that is interrupted, disturbed, killed and gone on with: no copy counts that should not, and none is lost. */
import { describe, expect, test } from 'vitest';
import { type Earlier } from '../harness/measure/earlier.js';
import { CONTROL, isWarmUp, type Sample } from '../harness/measure/sample.js';
import { FarEndLost, GroundLost } from '../harness/measure/misfortune.js';
import { ARMS, play, stopsOf, type Played } from './fakes/scenes.js';
import { fakePlan } from './fakes/strategies.js';
import { type FakeWorker, type Script } from './fakes/workers.js';

const ALL = [...ARMS, CONTROL];
const identities = (samples: readonly Sample[]) =>
  samples
    .filter((sample) => !isWarmUp(sample))
    .map(({ round, position, strategy }) => `${round}.${position} ${strategy}`);

/** Disturbs the copies with these numbers, counted from 1 over all arms. */
const disturbing = (...copies: readonly number[]) => {
  let begun = 0;
  return {
    begin: () => {
      begun += 1;
      const number = begun;
      return () => (copies.includes(number) ? 'suspended' : undefined);
    },
  };
};

/** All of it, and how far it had come after so many samples. */
const killedAfter = async (count: number): Promise<{ whole: Played; earlier: Earlier }> => {
  const whole = await play({ plan: fakePlan(ARMS, { seed: 5 }) });
  return { whole, earlier: { samples: whole.run.samples.slice(0, count), failures: [] } };
};

describe('an interrupt', () => {
  test('lets the copy in flight finish, does not count it, and then ends', async () => {
    const interrupt = new AbortController();
    const script: Script = (_, times) => {
      if (times === 3) interrupt.abort();
      return 1e6;
    };
    const played = await play({ scripts: { splice: script }, signal: interrupt.signal });
    const { run, told } = played;
    expect(run.stopped).toBe('interrupted');
    expect(run.samples.some(({ strategy, round }) => strategy === 'splice' && round === 3)).toBe(
      false,
    );
    expect(told.at(-2)).toMatch(/^discarded splice 3\.\d: interrupted$/);
    expect(told.at(-1)).toBe('end of round 3');
    expect(run.order.flat()).toEqual(run.samples.map(({ strategy }) => strategy));
    expect(stopsOf(played)).toEqual([1, 1, 1, 1]);
  });

  test('in the warm-up round leaves the rest of it out', async () => {
    const interrupt = new AbortController();
    const script: Script = () => {
      interrupt.abort();
      return 1e6;
    };
    const { run } = await play({ scripts: { splice: script }, signal: interrupt.signal });
    expect(run).toMatchObject({ stopped: 'interrupted', rounds: 0, order: [['read-write']] });
  });

  test('before the first copy leaves all of it out', async () => {
    const { run } = await play({ signal: AbortSignal.abort() });
    expect(run).toMatchObject({ stopped: 'interrupted', rounds: 0, order: [], samples: [] });
  });
});

describe('a disturbed copy', () => {
  test('is made again, and only the second one is a sample', async () => {
    const { run, told } = await play({ disturbances: disturbing(6) });
    const place = told
      .find((words) => words.startsWith('discarded'))
      ?.split(':')[0]
      ?.slice(10);
    expect(told.filter((words) => words === `copy ${place}`)).toHaveLength(2);
    expect(told.filter((words) => words === `sample ${place}`)).toHaveLength(1);
    expect(identities(run.samples)).toEqual(identities((await play({})).run.samples));
  });

  test('that fails gets another worker, warmed up, and its strategy does not fail', async () => {
    let copies = 0;
    let asleep = false;
    const script: Script = () => {
      copies += 1;
      asleep = copies === 2;
      if (asleep) throw new Error('it was late, as the machine was asleep');
      return 1e6;
    };
    const { run, told } = await play({
      scripts: { splice: script },
      disturbances: { begin: () => () => (asleep ? 'suspended' : undefined) },
    });
    expect(run.failures).toEqual([]);
    const warm = told.filter((words) => words === 'sample splice 0.1');
    expect(warm).toHaveLength(2);
  });

  test('over and over costs its strategy its place, and the run goes on', async () => {
    const { run } = await play({ disturbances: disturbing(5, 6, 7, 8, 9) });
    expect(run.failures.map(({ reason }) => reason)).toEqual([
      'disturbed 5 times in a row, the last time: suspended',
    ]);
    expect(run.rounds).toBe(12);
  });
});

const losesItsFarEnd: Script = () => {
  throw new FarEndLost('The companion exited with status 3.');
};
const losesItsGround: Script = (_, times) => {
  if (times === 3) throw new GroundLost('E_DIRECTORY', 'the folder is gone');
  return 1e6;
};

describe('a copy whose far end is lost', () => {
  test('is made again, and its strategy does not fail', async () => {
    let copies = 0;
    const script: Script = () => {
      copies += 1;
      if (copies === 3) throw new FarEndLost('The companion was ended by SIGKILL.');
      return 1e6;
    };
    const { run, told } = await play({ scripts: { splice: script } });
    expect(run.failures).toEqual([]);
    expect(told).toContainEqual(
      expect.stringMatching(/^discarded splice .+: The companion was ended by SIGKILL$/),
    );
    expect(run.rounds).toBe(12);
  });

  test('over and over fails its strategy, with the last end as the reason', async () => {
    const { run } = await play({ scripts: { splice: losesItsFarEnd } });
    expect(run.failures.map(({ reason }) => reason)).toEqual([
      'disturbed 5 times in a row, the last time: The companion exited with status 3',
    ]);
  });
});

describe('a ground that is lost', () => {
  test('ends the run, fails nobody, and every worker is ended', async () => {
    const workers = new Map<string, FakeWorker>();
    const playing = play({ scripts: { splice: losesItsGround }, workers });
    await expect(playing).rejects.toBeInstanceOf(GroundLost);
    expect([...workers.values()].map(({ stops }) => stops)).toEqual([1, 1, 1, 1]);
  });
});

describe('a scenario that was killed', () => {
  test.each([1, 3, 4, 5, 7, 8, 9, 11, 12, 13, 30, 51, 52])(
    'after %i samples goes on to the same samples in the same order',
    async (count) => {
      const { whole, earlier } = await killedAfter(count);
      const { run, told } = await play({ plan: fakePlan(ARMS, { seed: 5 }), earlier });
      expect(identities(run.samples)).toEqual(identities(whole.run.samples));
      expect(run.samples.slice(0, count)).toEqual(earlier.samples);
      expect(run.order.slice(1)).toEqual(whole.run.order.slice(1));
      expect(run).toMatchObject({ rounds: 12, stopped: 'rounds' });
      const again = told.filter((words) => words.startsWith('copy'));
      expect(again.slice(0, 4)).toEqual(ALL.map((name, at) => `copy ${name} 0.${at}`));
      // A fresh warm-up, then what was missing and nothing twice.
      expect(again).toHaveLength(4 + 52 - Math.max(4, count));
    },
  );

  test('does not try again what had failed', async () => {
    const { earlier } = await killedAfter(20);
    const failures = [{ strategy: 'splice', round: 4, reason: 'E_WRONG_BYTES' }];
    const { run, workers } = await play({
      plan: fakePlan(ARMS, { seed: 5 }),
      earlier: { ...earlier, failures },
    });
    expect([...workers.keys()]).not.toContain('splice');
    expect(run.failures).toMatchObject([{ arm: { name: 'splice' }, round: 4 }]);
    expect(run.rounds).toBe(12);
  });
});
