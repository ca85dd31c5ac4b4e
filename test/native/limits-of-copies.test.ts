/** Limits of copies: they touch as many bytes as a copy would, and leave nothing behind. */
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadStrategy } from '../../strategies/discover.js';
import { temporaryFolder, writeRandomFile } from '../fakes/folders.js';
import { describeNative } from './native-room.js';

describeNative('limits', (addon) => {
  const path = temporaryFolder(process.cwd());

  describe.each(['disk-read', 'disk-write', 'overwrite'])('%s', (copier) => {
    test.each([0, 1, 4095, 4097, 1_048_576, 3_000_001])('of %i bytes', async (sizeBytes) => {
      const here = { directory: path(), route: 'file-to-file', socket: 'tcp' } as const;
      const works = await (await loadStrategy(copier)).available(here);
      if (!works.available) {
        expect(works.reason).toMatch(/O_DIRECT|block device|Linux/);
        return;
      }
      const source = writeRandomFile(path(`source-${sizeBytes}`), sizeBytes);
      const destination = path('destination');
      const { movedBytes } = await addon.copy({
        copier,
        route: 'file-to-file',
        source,
        destination,
      });
      expect(movedBytes).toBe(sizeBytes);
      expect(existsSync(destination)).toBe(false);
    });

    test('tells of a source that is not there', async () => {
      const copy = addon.copy({
        copier,
        route: 'file-to-file',
        source: path('missing'),
        destination: path('destination'),
      });
      await expect(copy).rejects.toMatchObject({ code: 'ENOENT' });
    });
  });

  test('a device is not asked where there is none', async () => {
    const works = await (
      await loadStrategy('disk-write')
    ).available({
      directory: '/proc',
      route: 'file-to-file',
      socket: 'tcp',
    });
    expect(works).toMatchObject({ available: false, reason: expect.stringContaining('no block') });
  });
});
