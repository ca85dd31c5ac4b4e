/** The copiers that look at their bytes: they copy every one, digest every one, and leave nothing open. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { crc32c } from '../../harness/core/crc32c.js';
import type { CopierOptions } from '../../harness/binding/addon.js';
import { describeNative, systemErrorOf, temporaryFolder, writeRandomFile } from './native-room.js';

const SIZES = [0, 1, 4095, 4097, 2 ** 20 + 1, 7_000_000];
const LOOKING = ['read-write-crc32c', 'splice-tee-digest', 'splice-then-digest'] as const;

describeNative('copiers that look at their bytes', (addon) => {
  const path = temporaryFolder();
  const sourceOf = (sizeBytes: number): string => path(`source-${sizeBytes}`);
  const isAvailable = (copier: string): boolean =>
    addon.copiers().some(({ name, available }) => name === copier && available);

  beforeAll(() => {
    for (const size of SIZES) writeRandomFile(sourceOf(size), size);
  });

  const copy = (copier: string, source: string, options: CopierOptions = {}) => {
    const destination = path('destination');
    rmSync(destination, { force: true });
    return addon.copy({ route: 'file-to-file', copier, source, destination, options });
  };

  test.each(['read-write', 'splice'])('%s does not look', async (copier) => {
    expect(await copy(copier, sourceOf(4097))).toMatchObject({ crc32c: null });
  });

  describe.each(LOOKING.filter(isAvailable))('%s', (copier) => {
    async function expectTrue(sizeBytes: number, options?: CopierOptions) {
      const result = await copy(copier, sourceOf(sizeBytes), options);
      const bytes = readFileSync(sourceOf(sizeBytes));
      expect(readFileSync(path('destination')).equals(bytes)).toBe(true);
      expect(result).toMatchObject({ movedBytes: sizeBytes, crc32c: crc32c(bytes) });
      return result;
    }

    test.each(SIZES)('copies and digests %i bytes', async (sizeBytes) => {
      await expectTrue(sizeBytes);
    });

    // 4093 is no divisor of a page, a buffer or a pipe: tee(2) then sees parts of pages.
    test.each([4093, 65_536, 1_000_003])('loops when a call moves %i bytes', async (limit) => {
      const result = await expectTrue(7_000_000, { callLimitBytes: limit });
      expect(result.systemCalls).toBeGreaterThanOrEqual(2 * Math.ceil(7_000_000 / limit));
    });

    test.each([
      { bufferBytes: 1 },
      { bufferBytes: 5000 },
      { pipeBytes: 4096 },
      { pipeBytes: 100_000, callLimitBytes: 70_001 },
      { pipeBytes: 65_536, bufferBytes: 2 ** 20 },
    ])('copies and digests with %o', async (options) => {
      await expectTrue(
        'bufferBytes' in options && options.bufferBytes === 1 ? 4097 : 2 ** 20 + 1,
        options,
      );
    });

    test('knows files only', async () => {
      const request = { copier, source: sourceOf(1), socket: 0, sizeBytes: 1 };
      const error = await systemErrorOf(addon.copy({ route: 'file-to-socket', ...request }));
      expect(addon.isUnsupported(copier, error.errno)).toBe(true);
    });

    test('leaks no descriptor, whether it copies or fails', async () => {
      await expectTrue(4097);
      const before = readdirSync('/proc/self/fd').length;
      for (let i = 0; i < 100; i++) {
        await copy(copier, sourceOf(4097));
        const again = { copier, source: sourceOf(4097), destination: path('destination') };
        const error = await systemErrorOf(addon.copy({ route: 'file-to-file', ...again }));
        expect(error.code).toBe('EEXIST');
      }
      expect(readdirSync('/proc/self/fd').length).toBe(before);
    });
  });

  test.skipIf(!isAvailable('splice-tee-digest'))(
    'tells the capacity that the kernel granted its pipes',
    async () => {
      const { granted } = await copy('splice-tee-digest', sourceOf(1), { pipeBytes: 65_536 });
      expect(granted).toEqual({ pipeBytes: 65_536 });
      const tooLarge = copy('splice-tee-digest', sourceOf(1), { pipeBytes: 2 ** 31 });
      expect((await systemErrorOf(tooLarge)).code).toBe('EINVAL');
    },
  );
});
