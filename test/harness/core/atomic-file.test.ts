/** A file is there whole, as it was or as it should be; nothing else is left beside it. */
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { writeFileAtomically } from '../../../harness/core/atomic-file.js';
import { mountTmpfs, namesIn, temporaryFolder } from '../../fakes/folders.js';

describe('writeFileAtomically', () => {
  const path = temporaryFolder();

  test('makes a file', async () => {
    await writeFileAtomically(path('new'), 'text with ümlauts\n');
    expect(readFileSync(path('new'), 'utf8')).toBe('text with ümlauts\n');
    expect(statSync(path('new')).mode & 0o022).toBe(0);
  });

  test('replaces a file by another one, never by writing into it', async () => {
    writeFileSync(path('old'), 'a longer text than the new one');
    const before = statSync(path('old')).ino;
    await writeFileAtomically(path('old'), 'short');
    expect(readFileSync(path('old'), 'utf8')).toBe('short');
    expect(statSync(path('old')).ino).not.toBe(before);
  });

  test('leaves nothing beside it', () => {
    expect(namesIn(path())).toEqual(['new', 'old']);
  });
});

describe('a failure', () => {
  const path = temporaryFolder();

  test('to make the temporary file is told', async () => {
    await expect(writeFileAtomically(path('no-folder', 'file'), 'x')).rejects.toMatchObject({
      code: 'ENOENT',
    });
  });

  test('to rename removes the temporary file', async () => {
    mkdirSync(path('folder', 'inside'), { recursive: true });
    await expect(writeFileAtomically(path('folder'), 'x')).rejects.toMatchObject({
      syscall: 'rename',
    });
    expect(namesIn(path())).toEqual(['folder']);
  });

  const tiny = mountTmpfs('size=64k');
  const why = 'reason' in tiny ? ` (skipped: ${tiny.reason})` : '';
  test.skipIf('reason' in tiny)(`for lack of space keeps the old file${why}`, async () => {
    const folder = 'folder' in tiny ? tiny.folder : '';
    await writeFileAtomically(`${folder}/record`, 'old');
    await expect(
      writeFileAtomically(`${folder}/record`, 'x'.repeat(200_000)),
    ).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(readFileSync(`${folder}/record`, 'utf8')).toBe('old');
    expect(namesIn(folder)).toEqual(['record']);
  });
});
