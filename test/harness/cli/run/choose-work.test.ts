import { describe, expect, it } from 'vitest';
import { chooseWork } from '../../../../harness/cli/run/choose-work.js';
import { type Layer, resolveRunOptions } from '../../../../harness/config/run-options.js';

const work = (layer: Layer) => chooseWork(resolveRunOptions([layer]));
const names = (all: readonly { name: string }[]) => all.map(({ name }) => name);
/** The scenario from file to file of the work. */
async function copies(layer: Layer) {
  const { scenarios } = await work(layer);
  return scenarios.find(({ route }) => route === 'file-to-file')!;
}

describe('the work of a run', () => {
  it('is the published suite, sockets first, and four minutes', async () => {
    const { suite, fixtures, largest, scenarios, rounds, budgetNs } = await work({});
    expect(suite.name).toBe('published');
    expect(names(fixtures)).toEqual(['7MB', '200MB', '1GB']);
    expect(largest.name).toBe('1GB');
    expect(scenarios.map(({ route, socket, reference }) => [route, socket, reference])).toEqual([
      ['file-to-socket', 'tcp', 'read-write-4k'],
      ['file-to-file', null, 'read-write'],
    ]);
    for (const { strategies, reference } of scenarios) {
      expect(names(strategies)).toContain('splice');
      expect(names(strategies)[0]).toBe(reference);
    }
    expect({ rounds, budgetNs }).toEqual({ rounds: null, budgetNs: 240e9 });
  });

  it('takes sizes in order and once, whatever the suite says', async () => {
    const { fixtures } = await work({ sizes: '1GB,4KB,4000,1KB' });
    expect(names(fixtures)).toEqual(['1KB', '4KB', '1GB']);
  });

  it('always has the reference, first', async () => {
    expect(names((await copies({ strategies: 'cp' })).strategies)).toEqual(['read-write', 'cp']);
    const { strategies, reference } = await copies({
      strategies: 'cp,splice',
      reference: 'splice',
    });
    expect({ names: names(strategies), reference }).toEqual({
      names: ['splice', 'cp'],
      reference: 'splice',
    });
  });

  it('leaves out what is excluded', async () => {
    const { strategies } = await copies({ strategies: 'cp,splice', exclude: 'splice' });
    expect(names(strategies)).toEqual(['read-write', 'cp']);
    for (const scenario of (await work({ exclude: 'splice' })).scenarios) {
      expect(names(scenario.strategies)).not.toContain('splice');
    }
  });

  it('takes the routes that a named strategy knows, on each those that know it', async () => {
    expect((await work({ strategies: 'cp' })).scenarios.map(({ route }) => route)).toEqual([
      'file-to-file',
    ]);
    const { scenarios } = await work({ strategies: 'cp,splice', socket: 'unix' });
    expect(scenarios.map(({ socket, strategies }) => [socket, names(strategies)])).toEqual([
      ['unix', ['read-write-4k', 'splice']],
      [null, ['read-write', 'cp', 'splice']],
    ]);
  });

  it('takes the one route that was named', async () => {
    const { scenarios } = await work({ route: 'file-to-socket' });
    expect(scenarios.map(({ route }) => route)).toEqual(['file-to-socket']);
  });

  it('takes all that know a route for all, but those that look at the bytes', async () => {
    const { strategies } = await copies({ suite: 'all' });
    expect(names(strategies)).toContain('java-transfer-to');
    expect(strategies.every(({ routes }) => routes.includes('file-to-file'))).toBe(true);
    expect(strategies.every(({ checks }) => checks === undefined)).toBe(true);
  });

  it.each<[Layer, string, RegExp]>([
    [{ exclude: 'read-write' }, 'E_USAGE', /--exclude read-write .*--reference/],
    [{ reference: 'memory-copy' }, 'E_USAGE', /class bound/],
    [{ suite: 'inspect', reference: 'read-write-crc32' }, 'E_USAGE', /Choose read-write,/],
    [{ reference: 'cp' }, 'E_USAGE', /cp does not know the route file-to-socket.*--route/],
    [{ suite: 'inspect', route: 'http' }, 'E_USAGE', /inspect has nothing.*--suite/],
    [{ suite: 'inspect', strategies: 'http-sendfile' }, 'E_USAGE', /None of http-sendfile/],
    [{ strategies: 'splcie' }, 'E_UNKNOWN_NAME', /Did you mean "splice"/],
  ])('refuses %j with %s', async (layer, code, message) => {
    await expect(work(layer)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });

  it('--quick takes six rounds and leaves out what is large, unless it was named', async () => {
    const quick = await work({ quick: true });
    expect(names(quick.fixtures)).toEqual(['7MB', '200MB']);
    expect(names(quick.leftOut)).toEqual(['1GB']);
    expect(quick).toMatchObject({ rounds: { min: 6, max: 6 }, budgetNs: 40e9 });
    expect(names((await work({ quick: true, sizes: '1GB' })).fixtures)).toEqual(['1GB']);
  });

  it.each([
    [{ rounds: 5 }, { rounds: { min: 6, max: 6 }, budgetNs: 86_400e9 }],
    [
      { rounds: 8, budget: '1m' },
      { rounds: { min: 8, max: 8 }, budgetNs: 60e9 },
    ],
    [{ suite: 'smoke' }, { rounds: { min: 6, max: 10 }, budgetNs: 240e9 }],
  ])('%j means %j', async (layer, expected) => {
    expect(await work(layer)).toMatchObject(expected);
  });
});
