/** What a run will write is added up by filesystem, whichever directories lie on it. */
import { afterAll, describe, expect, test } from 'vitest';
import { fixtureOf } from '../../../../fixtures/catalog.js';
import { findFixtures, provideFixtures } from '../../../../fixtures/provide.js';
import { openDirectories } from '../../../../harness/cli/run/directories.js';
import { needsByFilesystem } from '../../../../harness/cli/run/prepare-fixtures.js';
import { USUAL, type Conditions } from '../../../../harness/measure/plan.js';
import { mountTmpfs, temporaryFolder } from '../../../fakes/folders.js';

const path = temporaryFolder();
const [small, large] = [fixtureOf(1000), fixtureOf(5000)];
const opened = await openDirectories({ from: [path('a'), path('b')] });
afterAll(() => opened.close());

/** Both directories, of which the first one has the small fixture already. */
async function foundInBoth() {
  const [first, second] = opened.all;
  if (!first || !second) throw new Error('Two directories were opened.');
  await provideFixtures(first.workspace.directory, [small], 0, 0);
  const look = async (directory: typeof first) => ({
    directory,
    fixtures: await findFixtures(directory.workspace.directory, [small, large]),
  });
  return [await look(first), await look(second)];
}

function workWith(...destinations: Conditions['destination'][]) {
  const conditions = destinations.map((destination) => ({ ...USUAL, destination }));
  const scenario = {
    route: 'file-to-file' as const,
    socket: null,
    strategies: [],
    reference: 'read-write',
    comparisons: [],
    conditions,
    between: false,
  };
  return { scenarios: [scenario], largest: large };
}

describe('needs', () => {
  test('of directories and results on one filesystem are added up', async () => {
    const results = { directory: path('not', 'yet', 'made'), bytes: 77 };
    const needs = needsByFilesystem(await foundInBoth(), workWith('new'), results);
    expect(needs).toEqual([
      {
        directory: path('a'),
        needs: [
          expect.objectContaining({ bytes: 5000 + 1000 + 5000 }),
          expect.objectContaining({ bytes: 5000 }),
          expect.objectContaining({ bytes: 77, what: 'for results at most' }),
        ],
      },
    ]);
  });

  test.each<[Conditions['destination'][], number]>([
    [['new'], 1],
    [['new', 'replace'], 3],
    [['in-place'], 3],
  ])(
    'of copies onto %j are %i of the largest: an old file stands in each',
    async (states, most) => {
      const results = { directory: path(), bytes: 1 };
      const [{ needs } = { needs: [] }] = needsByFilesystem(
        await foundInBoth(),
        workWith(...states),
        results,
      );
      expect(needs[1]).toMatchObject({ bytes: most * 5000, what: 'for copies of the largest' });
    },
  );

  const mounted = mountTmpfs('size=1m');
  test.skipIf('reason' in mounted)(
    `of results on another filesystem stand alone${'reason' in mounted ? ` (skipped: ${mounted.reason})` : ''}`,
    async () => {
      const folder = 'folder' in mounted ? mounted.folder : '';
      const results = { directory: `${folder}/out`, bytes: 77 };
      const needs = needsByFilesystem(await foundInBoth(), workWith('new'), results);
      expect(needs.map(({ directory }) => directory)).toEqual([path('a'), folder]);
      expect(needs[0]?.needs).toHaveLength(2);
      expect(needs[1]?.needs).toEqual([expect.objectContaining({ bytes: 77 })]);
    },
  );
});
