/** Which scenarios of a suite are measured, with which strategies. */
import { describe, expect, it } from 'vitest';
import { chooseScenarios, demandsUnmet } from '../../../../harness/cli/run/choose-scenarios.js';
import { resolveRunOptions, type Layer } from '../../../../harness/config/run-options.js';
import { defineStrategy, type Strategy } from '../../../../strategies/strategy.js';
import type { Suite } from '../../../../suites/suite.js';

function strategy(name: string, routes: Strategy['routes'], changes: Partial<Strategy> = {}) {
  return defineStrategy({
    name,
    label: name,
    summary: `Copies as ${name} does.`,
    class: 'copy',
    routes,
    copiesPerByte: 1,
    runtime: 'javascript',
    copy: () => undefined,
    ...changes,
  });
}

const BOTH = ['file-to-file', 'file-to-socket'] as const;
const all = [
  strategy('slow', BOTH),
  strategy('fast', BOTH),
  strategy('program', ['file-to-file']),
  strategy('floor', ['file-to-file'], { class: 'bound' }),
  strategy('looking', ['file-to-file'], { checks: { algorithm: 'crc32', twin: 'slow' } }),
];
const suite: Suite = {
  name: 'suite',
  summary: 'Two routes.',
  sizes: ['1MB'],
  scenarios: [
    {
      route: 'file-to-socket',
      strategies: ['slow', 'fast', 'absent-peer'],
      reference: 'slow',
      comparisons: [],
    },
    { route: 'file-to-file', strategies: 'all', reference: 'slow', comparisons: [] },
  ],
};

/** Routes with the names on them. */
const chosen = (options: Layer = {}): Record<string, string[]> =>
  Object.fromEntries(
    chooseScenarios(resolveRunOptions([options]), suite, all).map(({ route, strategies }) => [
      route,
      strategies.map(({ name }) => name),
    ]),
  );

describe('without being told', () => {
  it('takes every route, what exists of its names, and of all those that only copy', () => {
    expect(chosen()).toEqual({
      'file-to-socket': ['slow', 'fast'],
      'file-to-file': ['slow', 'fast', 'program', 'floor'],
    });
  });

  it('goes over TCP, and over nothing from file to file', () => {
    const scenarios = chooseScenarios(resolveRunOptions([{}]), suite, all);
    expect(scenarios.map(({ socket }) => socket)).toEqual(['tcp', null]);
    const unix = chooseScenarios(resolveRunOptions([{ socket: 'unix' }]), suite, all);
    expect(unix.map(({ socket }) => socket)).toEqual(['unix', null]);
  });
});

describe('told a route', () => {
  it('takes that one', () => {
    expect(Object.keys(chosen({ route: 'file-to-file' }))).toEqual(['file-to-file']);
  });

  it('refuses one that the suite does not measure', () => {
    expect(() => chosen({ route: 'socket-to-file' })).toThrow(/nothing to measure on --route/);
  });
});

describe('told strategies', () => {
  it('takes them on the routes they know, with the reference', () => {
    expect(chosen({ strategies: 'program' })).toEqual({ 'file-to-file': ['slow', 'program'] });
    expect(chosen({ strategies: 'fast' })).toEqual({
      'file-to-socket': ['slow', 'fast'],
      'file-to-file': ['slow', 'fast'],
    });
  });

  it('takes one that looks at its bytes where it is named', () => {
    expect(chosen({ strategies: 'looking' })['file-to-file']).toEqual(['slow', 'looking']);
  });

  it('refuses those that know no route of the suite', () => {
    const onSockets = { ...suite, scenarios: suite.scenarios.slice(0, 1) };
    const options = resolveRunOptions([{ strategies: 'program' }]);
    expect(() => chooseScenarios(options, onSockets, all)).toThrow(/None of program knows a route/);
  });

  it('refuses a name that nothing has, though a suite may have it', () => {
    expect(() => chosen({ strategies: 'absent-peer' })).toThrow(/There is no strategy/);
  });
});

describe('told a reference', () => {
  it('refuses one that does not know a route that is taken', () => {
    expect(() => chosen({ reference: 'program' })).toThrow(
      /does not know the route file-to-socket/,
    );
    expect(chosen({ reference: 'program', route: 'file-to-file' })['file-to-file']?.[0]).toBe(
      'program',
    );
  });

  it.each([
    ['floor', /of class bound/],
    ['looking', /Choose slow/],
  ])('refuses %s', (reference, words) => {
    expect(() => chosen({ reference, route: 'file-to-file' })).toThrow(words);
  });

  it('refuses to leave it out', () => {
    expect(() => chosen({ exclude: 'slow' })).toThrow(/leaves nothing to compare with/);
  });
});

/** Routes and their conditions, as chosen by these options. */
const conditionsOf = (layer: Layer) =>
  chooseScenarios(resolveRunOptions([layer]), suite, all).map(({ route, conditions }) => [
    route,
    conditions.map((one) => Object.values(one).join('/')),
  ]);

const unmet = (layer: Layer) => demandsUnmet(resolveRunOptions([layer]), suite, all);

describe('conditions', () => {
  it('are the usual ones unless somebody asks', () => {
    expect(conditionsOf({})).toEqual([
      ['file-to-socket', ['warm/buffered/new']],
      ['file-to-file', ['warm/buffered/new']],
    ]);
  });

  it('are each with each, on the routes that know them', () => {
    expect(conditionsOf({ cache: 'cold,warm', destination: ['in-place', 'new'] })).toEqual([
      ['file-to-socket', ['warm/buffered/new', 'cold/buffered/new']],
      [
        'file-to-file',
        [
          'warm/buffered/new',
          'warm/buffered/in-place',
          'cold/buffered/new',
          'cold/buffered/in-place',
        ],
      ],
    ]);
    expect(conditionsOf({ durability: 'fdatasync' })).toEqual([
      ['file-to-file', ['warm/fdatasync/new']],
    ]);
  });

  it('name a state of memory where one was asked for', () => {
    const route = 'file-to-file';
    expect(conditionsOf({ memory: 'first-touch,backed', route })).toEqual([
      [route, ['warm/buffered/new/backed', 'warm/buffered/new/first-touch']],
    ]);
    expect(unmet({ memory: 'backed' })).toEqual([
      { route: 'file-to-socket', demand: '--memory backed' },
    ]);
  });

  it('that no route knows are refused', () => {
    expect(() => conditionsOf({ route: 'file-to-socket', durability: 'fdatasync' })).toThrow(
      /^No route of this suite knows the conditions/,
    );
    const onSockets = { ...suite, scenarios: suite.scenarios.slice(0, 1) };
    const options = resolveRunOptions([{ strategies: 'fast', destination: 'replace' }]);
    expect(() => chooseScenarios(options, onSockets, all)).toThrow(
      /^No route of this suite knows the conditions/,
    );
  });

  it('that one of the routes does not know are told with it', () => {
    expect(unmet({})).toEqual([]);
    expect(unmet({ cache: 'cold' })).toEqual([]);
    expect(unmet({ durability: 'fdatasync', destination: 'new,in-place' })).toEqual([
      { route: 'file-to-socket', demand: '--durability fdatasync' },
      { route: 'file-to-socket', demand: '--destination in-place' },
    ]);
    expect(unmet({ durability: 'fdatasync', route: 'file-to-file' })).toEqual([]);
    expect(unmet({ durability: 'fdatasync', strategies: 'program' })).toEqual([]);
  });

  it('that do not exist are refused with those that do', () => {
    expect(() => conditionsOf({ cache: 'warm,hot' })).toThrow(
      '--cache "warm,hot": Write one or more of warm, cold.',
    );
  });
});
