/** The contract of every strategy on each filesystem that may be made here: what one does, another may refuse. */
import { describe, expect, test } from 'vitest';
import { mountOf } from '../../harness/machine/mounts.js';
import { makeFilesystems, skipFilesystem } from '../fakes/filesystems.js';
import { namesIn, temporaryFolder } from '../fakes/folders.js';
import { placeWithSources, testCopies, testLeavings } from './contract.js';
import { copiers, describeStrategies, placeOn } from './every-strategy.js';
import { FAILING_BYTES, testFailures } from './failures.js';

const SIZES = [0, 4095, 4097, FAILING_BYTES, 2 ** 20 + 1];

for (const made of await makeFilesystems()) {
  if ('reason' in made) {
    skipFilesystem(made);
    continue;
  }
  describe(`on ${made.kind}`, async () => {
    const directory = temporaryFolder(made.folder)();
    const place = placeWithSources(directory, SIZES);

    test('a folder is where it should be', () => {
      expect(mountOf(directory)).toMatchObject({
        filesystem: made.kind,
        mountPoint: made.folder,
      });
    });

    test('trials leave nothing behind', async () => {
      const trialled = temporaryFolder(made.folder)();
      const inProcess = copiers.filter(({ runtime }) => runtime !== 'peer');
      await Promise.all(inProcess.map((one) => one.available(placeOn('file-to-file', trialled))));
      expect(namesIn(trialled)).toEqual([]);
    });

    await describeStrategies(
      () => true,
      (strategy) => {
        if (strategy.leaves === 'copy') testCopies(strategy, place);
        else testLeavings(strategy, place);
        testFailures(strategy, place);
      },
      directory,
    );
  });
}
