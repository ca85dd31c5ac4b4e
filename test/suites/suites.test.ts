/** What suites declare: names of strategies that exist, on routes that these know. */
import { describe, expect, test } from 'vitest';
import { parseSize } from '../../harness/core/units.js';
import { discoverStrategies } from '../../strategies/discover.js';
import { discoverSuites } from '../../suites/discover.js';
import { PUBLISHED_SIZES } from '../../suites/suite.js';

const strategies = await discoverStrategies();
const suites = await discoverSuites();
const scenarios = suites.flatMap((suite) =>
  suite.scenarios.map(
    (scenario, index) => [`${suite.name}, ${scenario.route} ${index + 1}`, scenario] as const,
  ),
);

describe.each(suites.map((suite) => [suite.name, suite] as const))('%s', (_, suite) => {
  test('has sizes that can be read, and at most one scenario for a route', () => {
    expect(suite.sizes.map(parseSize)).not.toEqual([]);
    const routes = suite.scenarios.map(({ route, between }) => `${route} ${between ?? false}`);
    expect(new Set(routes).size).toBe(routes.length);
    expect(routes).not.toEqual([]);
  });
});

describe.each(scenarios)('%s', (_, { route, strategies: wanted, reference, comparisons }) => {
  const knowing = strategies.filter(({ routes }) => routes.includes(route)).map(({ name }) => name);

  test('names strategies that exist and know its route', () => {
    if (wanted === 'all') expect(knowing).not.toEqual([]);
    else expect(wanted.filter((name) => !knowing.includes(name))).toEqual([]);
  });

  test('measures its reference, which copies', () => {
    expect(wanted === 'all' ? knowing : wanted).toContain(reference);
    expect(strategies.find(({ name }) => name === reference)?.class).toBe('copy');
  });

  test('compares what it measures', () => {
    const measured = wanted === 'all' ? knowing : wanted;
    for (const { slower, faster } of comparisons) {
      expect(measured).toContain(slower);
      expect(measured).toContain(faster);
    }
  });
});

test('the default suite measures what was published, on the route it was published for', () => {
  const published = suites.find(({ name }) => name === 'published');
  expect(published?.scenarios[0]).toMatchObject({
    route: 'file-to-socket',
    reference: 'read-write-4k',
  });
  expect(PUBLISHED_SIZES).toHaveLength(8);
  expect(PUBLISHED_SIZES).toEqual(expect.arrayContaining([...(published?.sizes ?? ['none'])]));
});
