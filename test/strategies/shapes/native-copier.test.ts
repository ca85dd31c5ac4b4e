/** Without the addon, native strategies say so; they never copy in another way. */
import { existsSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { nativeStrategy } from '../../../strategies/shapes/native-copier.js';
import { namesIn, temporaryFolder } from '../../fakes/folders.js';
import { placeOn } from '../every-strategy.js';

vi.mock('../../../harness/binding/load.js', () => ({
  loadAddon: () => ({ ok: false, reason: 'there is no compiler' }),
}));

const path = temporaryFolder();
const strategy = nativeStrategy({
  name: 'splice',
  label: 'splice',
  summary: 'Splices.',
  copier: 'splice',
  copiesPerByte: 1,
});

test('unavailable, for the reason the build gave', async () => {
  expect(await strategy.available(placeOn('file-to-file', path()))).toEqual({
    available: false,
    reason: 'there is no compiler',
  });
  expect(namesIn(path())).toEqual([]);
});

test('a copy asked for anyway is refused', async () => {
  const destination = path('copy');
  const job = { route: 'file-to-file', source: import.meta.filename, destination } as const;
  await expect(strategy.copy({ ...job, sizeBytes: 1 })).rejects.toMatchObject({
    code: 'E_WORKER',
    message: 'there is no compiler',
  });
  expect(existsSync(destination)).toBe(false);
});
