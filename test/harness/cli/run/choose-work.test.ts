import { describe, expect, it } from 'vitest';
import { chooseWork } from '../../../../harness/cli/run/choose-work.js';
import { type Layer, resolveRunOptions } from '../../../../harness/config/run-options.js';

const work = (layer: Layer) => chooseWork(resolveRunOptions([layer]));
const names = (all: readonly { name: string }[]) => all.map(({ name }) => name);

describe('the work of a run', () => {
  it('is the published suite with every strategy and four minutes', async () => {
    const { suite, fixtures, largest, strategies, rounds, budgetNs } = await work({});
    expect(suite.name).toBe('published');
    expect(names(fixtures)).toEqual(['7MB', '200MB', '1GB']);
    expect(largest.name).toBe('1GB');
    expect(names(strategies)).toContain('splice');
    expect({ rounds, budgetNs }).toEqual({ rounds: null, budgetNs: 240e9 });
  });

  it('takes sizes in order and once, whatever the suite says', async () => {
    const { fixtures } = await work({ sizes: '1GB,4KB,4000,1KB' });
    expect(names(fixtures)).toEqual(['1KB', '4KB', '1GB']);
  });

  it('always has the reference, first', async () => {
    expect(names((await work({ strategies: 'cp' })).strategies)).toEqual(['read-write', 'cp']);
    const { strategies, reference } = await work({ strategies: 'cp,splice', reference: 'splice' });
    expect({ names: names(strategies), reference }).toEqual({
      names: ['splice', 'cp'],
      reference: 'splice',
    });
  });

  it('leaves out what is excluded', async () => {
    const { strategies } = await work({ strategies: 'cp,splice', exclude: 'splice' });
    expect(names(strategies)).toEqual(['read-write', 'cp']);
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
