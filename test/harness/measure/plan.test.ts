/** A suite becomes scenarios: who takes part, who cannot and why, how often. */
import { describe, expect, test } from 'vitest';
import {
  FEWEST_ROUNDS,
  groupsOf,
  planScenarios,
  roundsFor,
  type PlanOptions,
  type Conditions,
  type RoutePlan,
  USUAL,
} from '../../../harness/measure/plan.js';
import { CONTROL } from '../../../harness/measure/sample.js';
import { fakeFixture, fakeStrategy } from '../../fakes/strategies.js';

function route(changes: Partial<RoutePlan> = {}): RoutePlan {
  return {
    route: 'file-to-file',
    socket: null,
    strategies: ['read-write', 'splice'].map((name) => fakeStrategy(name)),
    availability: new Map(),
    versions: new Map(),
    reference: 'read-write',
    comparisons: [],
    conditions: [USUAL],
    ...changes,
  };
}

function options(changes: Partial<PlanOptions> = {}): PlanOptions {
  return { fixtures: [fakeFixture(1000)], routes: [route()], seed: 1, rounds: null, ...changes };
}

describe('conditions', () => {
  const able = fakeStrategy('able', { inPlace: true });
  const ahead = fakeStrategy('ahead', { readsAhead: true });
  const under = (changes: Partial<Conditions>) =>
    planScenarios(
      options({
        routes: [
          route({
            strategies: [able, ahead],
            reference: 'able',
            conditions: [USUAL, { ...USUAL, ...changes }],
          }),
        ],
      }),
    );

  test('are scenarios of their own', () => {
    const ids = under({ cache: 'cold', durability: 'fdatasync', destination: 'replace' }).map(
      ({ id }) => id,
    );
    expect(ids).toEqual([
      'file-to-file/1000B/warm/buffered/new',
      'file-to-file/1000B/cold/fdatasync/replace',
    ]);
  });

  test('tell the memory that was asked for, and nothing where none was', () => {
    const ids = under({ memory: 'first-touch' }).map(({ id }) => id);
    expect(ids).toEqual([
      'file-to-file/1000B/warm/buffered/new',
      'file-to-file/1000B/warm/buffered/new/first-touch',
    ]);
  });

  test.each<[Partial<Conditions>, RegExp]>([
    [{ cache: 'cold' }, /reads the source before the clock/],
    [{ destination: 'in-place' }, /cannot write into an existing file/],
  ])('a strategy that cannot under %j is unsupported, with the reason', (changes, reason) => {
    const [usual, other] = under(changes);
    expect(usual?.unsupported).toEqual([]);
    expect(other?.unsupported).toEqual([
      { strategy: ahead, reason: expect.stringMatching(reason) },
    ]);
    expect(other?.arms.map(({ name }) => name)).toEqual(['able', 'control']);
  });
});

const namesOf = (arms: readonly { name: string }[]): string[] => arms.map(({ name }) => name);

describe('planScenarios', () => {
  test('makes one scenario a fixture, small ones first, each with a seed of its own', () => {
    const fixtures = [fakeFixture(3000), fakeFixture(1000), fakeFixture(2000)];
    const plans = planScenarios(options({ fixtures }));
    expect(plans.map(({ fixture }) => fixture.sizeBytes)).toEqual([1000, 2000, 3000]);
    expect(plans.map(({ id }) => id)).toEqual(
      ['1000B', '2000B', '3000B'].map((name) => `file-to-file/${name}/warm/buffered/new`),
    );
    expect(new Set(plans.map(({ seed }) => seed)).size).toBe(3);
    expect(fixtures[0]?.sizeBytes).toBe(3000);
  });

  test('makes one for each route at a size before the next size, with what is compared there', () => {
    const comparisons = [{ name: 'published', slower: 'read-write', faster: 'sendfile' }];
    const versions = new Map([['sendfile', 'sendfile 1.0']]);
    const overSockets = route({
      route: 'file-to-socket',
      socket: 'tcp',
      strategies: ['sendfile', 'read-write'].map((name) => fakeStrategy(name)),
      versions,
      reference: 'sendfile',
      comparisons,
    });
    const fixtures = [fakeFixture(2000), fakeFixture(1000)];
    const routes = [overSockets, route({ route: 'socket-to-file', socket: 'unix' }), route()];
    const plans = planScenarios(options({ fixtures, routes }));
    expect(plans.map(({ id }) => id)).toEqual([
      'file-to-socket-tcp/1000B/warm/buffered/socket',
      'socket-to-file-unix/1000B/warm/buffered/new',
      'file-to-file/1000B/warm/buffered/new',
      'file-to-socket-tcp/2000B/warm/buffered/socket',
      'socket-to-file-unix/2000B/warm/buffered/new',
      'file-to-file/2000B/warm/buffered/new',
    ]);
    expect(new Set(plans.map(({ seed }) => seed)).size).toBe(6);
    expect(plans[0]).toMatchObject({
      route: 'file-to-socket',
      socket: 'tcp',
      reference: 'sendfile',
      comparisons,
      versions,
    });
    expect(namesOf(plans[0]!.arms)).toEqual(['sendfile', 'read-write', CONTROL]);
    expect(namesOf(plans[2]!.arms)).toEqual(['read-write', 'splice', CONTROL]);
  });

  test('is decided by its seed', () => {
    const given = options();
    expect(planScenarios(given)).toEqual(planScenarios(given));
    expect(planScenarios(options({ seed: 2 }))[0]?.seed).not.toBe(
      planScenarios(options())[0]?.seed,
    );
  });

  test('adds the reference a second time, as the control', () => {
    const [plan] = planScenarios(options());
    expect(namesOf(plan!.arms)).toEqual(['read-write', 'splice', CONTROL]);
    expect(plan!.arms.at(-1)?.strategy).toBe(plan!.arms[0]?.strategy);
  });

  test('leaves out what does not work here, with the reason', () => {
    const availability = new Map([
      ['read-write', { available: true as const }],
      ['splice', { available: false as const, reason: 'ENOSYS' }],
    ]);
    const [plan] = planScenarios(options({ routes: [route({ availability })] }));
    expect(namesOf(plan!.arms)).toEqual(['read-write', CONTROL]);
    expect(plan!.unsupported).toEqual([
      { strategy: expect.objectContaining({ name: 'splice' }), reason: 'ENOSYS' },
    ]);
  });

  test('leaves out what cannot copy that much, at that size only', () => {
    const strategies = [fakeStrategy('read-write'), fakeStrategy('small', { largestBytes: 1000 })];
    const fixtures = [fakeFixture(1000), fakeFixture(1001)];
    const [fits, exceeds] = planScenarios(options({ routes: [route({ strategies })], fixtures }));
    expect(namesOf(fits!.arms)).toContain('small');
    expect(namesOf(exceeds!.arms)).not.toContain('small');
    expect(exceeds!.unsupported[0]?.reason).toBe('it copies at most 1000 bytes');
  });

  test('has no control without the reference', () => {
    const [plan] = planScenarios(options({ routes: [route({ reference: 'teleport' })] }));
    expect(namesOf(plan!.arms)).toEqual(['read-write', 'splice']);
  });

  test('takes the rounds asked for, or those of the size', () => {
    expect(planScenarios(options())[0]?.rounds).toEqual(roundsFor(1000));
    const rounds = { min: 2, max: 3 };
    expect(planScenarios(options({ rounds }))[0]?.rounds).toEqual(rounds);
  });
});

describe('several directories', () => {
  const [ext4, xfs] = ['ext4', 'xfs'].map((name) => ({ source: name, destination: name }));
  const across = { source: 'ext4', destination: 'xfs' };
  const routes = [ext4, xfs, across].map((directories) => route({ directories: directories! }));

  test('are scenarios of their own, told apart by their ids', () => {
    const plans = planScenarios(options({ routes }));
    expect(plans.map(({ id }) => id)).toEqual(
      ['ext4', 'xfs', 'ext4-to-xfs'].map((name) => `file-to-file/1000B/warm/buffered/new/${name}`),
    );
    expect(plans.map(({ directories }) => directories)).toEqual([ext4, xfs, across]);
  });

  test('are in one group where nothing else differs; what goes from one to another is in a group of its own', () => {
    const conditions = [USUAL, { ...USUAL, cache: 'cold' as const }];
    const plans = planScenarios(
      options({
        fixtures: [fakeFixture(1000), fakeFixture(2000)],
        routes: routes.map((one) => ({ ...one, conditions })),
      }),
    );
    const groups = groupsOf(plans).map((group) => group.map(({ id }) => id.slice(13)));
    expect(groups.slice(0, 4)).toEqual([
      ['1000B/warm/buffered/new/ext4', '1000B/warm/buffered/new/xfs'],
      ['1000B/cold/buffered/new/ext4', '1000B/cold/buffered/new/xfs'],
      ['1000B/warm/buffered/new/ext4-to-xfs'],
      ['1000B/cold/buffered/new/ext4-to-xfs'],
    ]);
    expect(groups.flat()).toHaveLength(plans.length);
  });

  test('scenarios of one directory alone are groups of one', () => {
    const plans = planScenarios(options({ routes: [route(), route({ route: 'file-to-socket' })] }));
    expect(groupsOf(plans)).toEqual(plans.map((plan) => [plan]));
  });
});

test('larger files get fewer rounds, never fewer than an interval takes', () => {
  const limits = [0, 7e6, 16e6, 16e6 + 1, 200e6, 1e9, 1e12].map(roundsFor);
  expect(limits.every(({ min }) => min === FEWEST_ROUNDS)).toBe(true);
  const most = limits.map(({ max }) => max);
  expect(most).toEqual(most.toSorted((a, b) => b - a));
  expect(most.every((max) => max >= FEWEST_ROUNDS && max % 2 === 0)).toBe(true);
});
