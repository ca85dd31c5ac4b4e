/** A strategy is found by its file's name, and a worker loads that one alone. */
import { expect, test } from 'vitest';
import { discoverStrategies, loadStrategy } from '../../strategies/discover.js';

test('strategies come in the order of their names', async () => {
  const names = (await discoverStrategies()).map(({ name }) => name);
  expect(names).toEqual(names.toSorted());
  expect(names).toContain('read-write');
});

test('one is loaded by name', async () => {
  expect(await loadStrategy('splice-64k')).toMatchObject({ name: 'splice-64k', class: 'copy' });
});

test.each(['discover', 'strategy', 'shapes/command', ''])('%j is none', async (name) => {
  await expect(loadStrategy(name)).rejects.toThrow();
});
