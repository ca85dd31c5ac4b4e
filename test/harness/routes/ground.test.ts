/** Whether a copy had a ground to stand on: asked when it failed, and of mounts also when it went well. */
import { rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { HarnessError } from '../../../harness/core/errors.js';
import type { MountChange } from '../../../harness/machine/mount-watch.js';
import { GroundLost } from '../../../harness/measure/misfortune.js';
import { requireGround, requireMounts } from '../../../harness/routes/ground.js';
import { temporaryFolder, writeRandomFile } from '../../fakes/folders.js';

const failed = new Error('the copy went wrong');

function ground() {
  const copies = temporaryFolder()();
  const source = writeRandomFile(temporaryFolder()('source'), 1000);
  return { copies, source, sizeBytes: 1000, endsWithGround: true, doubt: () => undefined };
}

const ELSEWHERE: MountChange = {
  path: '/under',
  what: 'filesystem',
  before: 'tmpfs (a)',
  now: 'xfs (b)',
};
const HIDDEN: MountChange = { ...ELSEWHERE, before: null, now: null };
const READ_ONLY: MountChange = { path: '/under', what: 'read-only', difference: 'now with ro' };
const OPTIONS: MountChange = { path: '/under', what: 'options', difference: 'now with sync' };

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

  test('tells that something was mounted over the copies rather than that they are gone', async () => {
    const given = ground();
    rmSync(given.copies, { recursive: true });
    const mounts = [{ changes: () => [ELSEWHERE] }];
    await expect(requireGround({ ...given, mounts }, true, failed)).rejects.toMatchObject({
      code: 'E_DIRECTORY',
      message: expect.stringMatching(
        /^\/under lies on xfs \(b\), and lay on tmpfs \(a\) when .+The copy in flight failed: the copy/,
      ),
    });
  });
});

const doubts: string[] = [];
const mounted = (...changes: MountChange[]) => ({
  mounts: [{ changes: () => changes }],
  endsWithGround: true,
  doubt: (code: string, message: string) => void doubts.push(`${code}: ${message}`),
});

describe('requireMounts', () => {
  test('finds nothing where nothing changed, and where nobody looks', () => {
    requireMounts(mounted());
    requireMounts({ doubt: () => expect.fail() });
  });

  test.each([
    [ELSEWHERE, /^\/under lies on xfs \(b\), and lay on tmpfs \(a\) when the run began: /],
    [HIDDEN, /^\/under lies on another filesystem than it did when the run began: /],
    [READ_ONLY, /^\/under takes no more writes \(now with ro\): .+dmesg/],
  ])('ends the run after a good copy at %o', (change, message) => {
    const asked = () => requireMounts(mounted(OPTIONS, change));
    expect(asked).toThrow(GroundLost);
    expect(asked).toThrow(message);
    expect(asked).toThrow(/Mount it as it was\. The copy in flight does not count\.$/);
  });

  test('fails whoever stands on it where the ground does not end the run', () => {
    const given = { ...mounted(ELSEWHERE), endsWithGround: false };
    expect(() => requireMounts(given)).toThrow(HarnessError);
    expect(() => requireMounts(given)).not.toThrow(GroundLost);
  });

  test('doubts copies under other options, and lets them go on', () => {
    doubts.length = 0;
    requireMounts(mounted(OPTIONS));
    expect(doubts).toEqual([
      expect.stringMatching(
        /^mount-changed: \/under was remounted during the run, now with sync: /,
      ),
    ]);
  });
});
