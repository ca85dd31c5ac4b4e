import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Layer,
  layerOfEnvironment,
  resolveRunOptions,
  runOptionNames,
} from '../../../harness/config/run-options.js';

/** What `resolveRunOptions` says against one layer. */
function complaintsAbout(layer: Layer): string[] {
  try {
    resolveRunOptions([layer]);
    return [];
  } catch (error) {
    return String(error).replace('HarnessError: ', '').split('\n');
  }
}

describe('defaults', () => {
  it('are those of the help', () => {
    expect(resolveRunOptions([])).toEqual({
      suite: 'published',
      exclude: [],
      format: [],
      socket: 'tcp',
      quick: false,
      verify: 'first',
      json: false,
      ascii: false,
      charts: 'svg',
      dropCaches: false,
      ballast: 'auto',
      precision: 0.03,
      margin: 0.02,
    });
  });
});

describe('values', () => {
  it.each<[Layer, Layer]>([
    [{ sizes: '7MB, 1GiB' }, { sizes: [7e6, 2 ** 30] }],
    [{ sizes: ['4KB'] }, { sizes: [4000] }],
    [{ strategies: 'splice,,cp,' }, { strategies: ['splice', 'cp'] }],
    [{ sizes: 'published' }, { sizes: 'published' }],
    [{ cache: 'cold,warm' }, { cache: ['warm', 'cold'] }],
    [{ destination: ['in-place'] }, { destination: ['in-place'] }],
    [
      { route: 'http', socket: 'unix' },
      { route: 'http', socket: 'unix' },
    ],
    [{ rounds: '12' }, { rounds: 12 }],
    [{ rounds: 12 }, { rounds: 12 }],
    [{ budget: '1.5m' }, { budget: 90e9 }],
    [{ quick: '1' }, { quick: true }],
    [{ quick: 'false' }, { quick: false }],
    [{ ballast: '1GB' }, { ballast: 1e9 }],
    [{ ballast: 'off' }, { ballast: 'off' }],
    [{ precision: '1.5' }, { precision: 0.015 }],
    [{ seed: '0' }, { seed: 0 }],
    [{ dir: '/mnt/a,b' }, { dir: ['/mnt/a,b'] }],
    [{ dir: ['/mnt/a', '/mnt/b'] }, { dir: ['/mnt/a', '/mnt/b'] }],
    [
      { pin: '2-3,0', pinReceiver: 1 },
      { pin: [0, 2, 3], pinReceiver: [1] },
    ],
  ])('%j means %j', (layer, expected) => {
    expect(resolveRunOptions([layer])).toMatchObject(expected);
  });

  it.each<[Layer, RegExp]>([
    [{ rounds: 1001 }, /^--rounds 1001: Write a whole number from 1 to 1000\.$/],
    [{ rounds: null }, /^--rounds null: Invalid input/],
    [{ seed: 2 ** 31 }, /^--seed 2147483648: Write a whole number from 0 to 2147483647\.$/],
    [{ precision: 51 }, /^--precision 51: Write a percentage/],
    [{ margin: '-1' }, /^--margin "-1": Write a percentage above 0 and up to 50\.$/],
    [{ route: 'file-to-moon' }, /^--route "file-to-moon": Invalid/],
    [{ socket: 'udp' }, /^--socket "udp": Invalid/],
    [{ quick: 'yes' }, /^--quick "yes": Invalid/],
    [{ verify: 'some' }, /^--verify "some": .*"first"\|"all"\|"none"/],
    [{ dir: '' }, /^--dir "": Name an existing directory\.$/],
    [{ dir: [] }, /^--dir \[\]: Name an existing directory\.$/],
    [{ pin: '3-1' }, /^--pin "3-1": Write numbers of CPUs, such as 0 or 0,2-3\.$/],
    [{ pinReceiver: '' }, /^--pin-receiver "": Write numbers of CPUs/],
    [{ sizes: '7MB,x' }, /^--sizes "7MB,x": "x" is not a size/],
    [{ roundz: 3 }, /^There is no option "roundz"\. Did you mean "rounds"\? Known: suite, /],
  ])('%j is refused', (layer, complaint) => {
    expect(complaintsAbout(layer)).toEqual([expect.stringMatching(complaint)]);
  });

  it('are all judged at once', () => {
    expect(complaintsAbout({ rounds: 'x', seed: 'y', budget: 'z' })).toHaveLength(3);
  });
});

const layers = fc.record(
  {
    suite: fc.constantFrom('published', 'smoke'),
    rounds: fc.integer({ min: 1, max: 1000 }),
    seed: fc.nat(),
    verify: fc.constantFrom('first', 'all', 'none'),
    quick: fc.boolean(),
    dir: fc.constantFrom(['/mnt'], ['.'], ['a b']),
    exclude: fc.array(fc.constantFrom('cp', 'splice')),
  },
  { requiredKeys: [] },
);

describe('layers', () => {
  it('each option comes from the strongest layer that has it', () => {
    fc.assert(
      fc.property(layers, layers, layers, (file, environment, flags) => {
        const resolved = resolveRunOptions([file, environment, flags]);
        const strongest: Layer = { ...file, ...environment, ...flags };
        expect(resolved).toMatchObject(strongest);
      }),
    );
  });

  it('an empty layer changes nothing, wherever it stands', () => {
    fc.assert(
      fc.property(layers, layers, (weak, strong) => {
        const expected = resolveRunOptions([weak, strong]);
        expect(resolveRunOptions([{}, weak, {}, strong, {}])).toEqual(expected);
      }),
    );
  });

  it('text from the environment means what the value means in a file', () => {
    fc.assert(
      fc.property(layers, (layer) => {
        const environment = Object.fromEntries(
          Object.entries(layer).map(([name, value]) => [
            `COPYBENCH_${name.replace('dropCaches', 'drop_caches').toUpperCase()}`,
            String(value),
          ]),
        );
        expect(resolveRunOptions([layerOfEnvironment(environment)])).toEqual(
          resolveRunOptions([layer]),
        );
      }),
    );
  });

  it('anything at all is either resolved or refused in words', () => {
    const anything = fc.dictionary(fc.constantFrom(...runOptionNames, 'other'), fc.jsonValue());
    fc.assert(
      fc.property(anything, (layer) => {
        for (const complaint of complaintsAbout(layer)) {
          expect(complaint).toMatch(/^(--[a-z-]+ .*: |There is no option )/s);
        }
      }),
    );
  });
});

describe('the environment', () => {
  it('gives options by name and leaves other variables alone', () => {
    expect(
      layerOfEnvironment({
        COPYBENCH_SIZES: '7MB',
        COPYBENCH_OUT: '',
        COPYBENCH_NATIVE: 'skip',
        SIZES: '1GB',
      }),
    ).toEqual({ sizes: '7MB' });
  });
});
