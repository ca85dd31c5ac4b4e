import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { makeDirectory } from '../../../harness/core/make-directory.js';
import { mountTmpfs, namesIn, temporaryFolder } from '../../fakes/folders.js';

describe('makeDirectory', () => {
  const path = temporaryFolder();

  it('makes what is missing and names the first that it made', async () => {
    expect(await makeDirectory(path('a', 'b', 'c'))).toBe(path('a'));
    expect(await makeDirectory(path('a', 'b', 'd'))).toBe(path('a', 'b', 'd'));
    expect(namesIn(path('a', 'b'))).toEqual(['c', 'd']);
  });

  it('is content with what is there', async () => {
    expect(await makeDirectory(path())).toBeUndefined();
  });

  it('cannot make one below a file', async () => {
    writeFileSync(path('file'), '');
    await expect(makeDirectory(path('file', 'x'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  });

  const mounted = mountTmpfs('ro');
  it.skipIf('reason' in mounted)('says that a filesystem is read-only', async () => {
    const folder = 'folder' in mounted ? mounted.folder : '';
    await expect(makeDirectory(`${folder}/a/b`)).rejects.toMatchObject({ code: 'EROFS' });
  });
});
