/** Whether a failed copy had a ground to stand on. */
import { rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { GroundLost } from '../../../harness/measure/misfortune.js';
import { requireGround } from '../../../harness/routes/ground.js';
import { temporaryFolder, writeRandomFile } from '../../fakes/folders.js';

const failed = new Error('the copy went wrong');

function ground() {
  const copies = temporaryFolder()();
  const source = writeRandomFile(temporaryFolder()('source'), 1000);
  return { copies, source, sizeBytes: 1000 };
}

describe('requireGround', () => {
  test('finds nothing where folder, source and room are there', async () => {
    await expect(requireGround(ground(), true, failed)).resolves.toBeUndefined();
  });

  test.each(['copies', 'source'] as const)(
    'tells that the %s are gone, and why it asked',
    async (what) => {
      const given = ground();
      rmSync(given[what], { recursive: true });
      const asked = requireGround(given, true, failed);
      await expect(asked).rejects.toBeInstanceOf(GroundLost);
      await expect(asked).rejects.toMatchObject({
        code: 'E_DIRECTORY',
        message: expect.stringMatching(
          /is gone: .+The copy in flight failed: the copy went wrong\./,
        ),
      });
    },
  );

  test('tells of a full disk, but not to a copy that writes no file', async () => {
    const given = { ...ground(), sizeBytes: 1e18 };
    await expect(requireGround(given, false, failed)).resolves.toBeUndefined();
    await expect(requireGround(given, true, failed)).rejects.toMatchObject({
      code: 'E_FIXTURE_SPACE',
    });
  });
});
