/** The directory under test: refused with a reason, cleared of what is ours, and left as it was found. */
import { existsSync, mkdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { describe, expect, test } from 'vitest';
import {
  FOLDER,
  folderInside,
  openWorkspace,
  withScratchFolder,
} from '../../../harness/measure/workspace.js';
import { mountTmpfs, namesIn, temporaryFolder } from '../../fakes/folders.js';

const refusal = (words: RegExp) => ({
  code: 'E_DIRECTORY',
  message: expect.stringMatching(words),
});

describe('openWorkspace', () => {
  test('makes the directory, locks it and gives an empty folder for copies', async () => {
    const path = temporaryFolder();
    const workspace = await openWorkspace(path('files'), 'one');
    expect(workspace).toMatchObject({
      directory: path('files'),
      copies: path('files', 'run-one'),
      leftovers: [],
    });
    expect(namesIn(path('files'))).toEqual(['copybench.lock', 'run-one']);
    expect(namesIn(workspace.copies)).toEqual([]);
    await workspace.close();
  });

  test('leaves nothing when it is closed with copies in it', async () => {
    const path = temporaryFolder();
    const workspace = await openWorkspace(path('files'), 'one');
    writeFileSync(`${workspace.copies}/1-0-splice`, 'a copy');
    await workspace.close();
    expect(namesIn(path())).toEqual([]);
    await workspace.close();
  });

  test('keeps fixtures and whatever else lies there', async () => {
    const path = temporaryFolder();
    const others = ['fixture-7MB.bin', 'fixture-7MB.json', 'notes.txt', 'running.txt'];
    for (const name of others) writeFileSync(path(name), 'kept');
    mkdirSync(path('folder'));
    const workspace = await openWorkspace(path(), 'one');
    await workspace.close();
    expect(namesIn(path())).toEqual([...others, 'folder'].toSorted());
  });

  test('removes what killed runs left, and says so', async () => {
    const path = temporaryFolder();
    mkdirSync(path('run-killed'));
    writeFileSync(path('run-killed', '3-1-cp'), 'half a copy');
    writeFileSync(path('fixture-1GB.bin.partial'), 'half a fixture');
    writeFileSync(path('fixture-7MB.bin'), 'a fixture');
    mkdirSync(path('scratch-old'));
    mkdirSync(path('scratch-new'));
    utimesSync(path('scratch-old'), 1e9, 1e9);
    const dead = { pid: 2 ** 22 - 1, hostname: hostname(), startTicks: 1 };
    writeFileSync(path('copybench.lock'), JSON.stringify(dead));
    const workspace = await openWorkspace(path(), 'two');
    expect(workspace.leftovers.toSorted()).toEqual([
      'fixture-1GB.bin.partial',
      'run-killed',
      'scratch-old',
    ]);
    await workspace.close();
    expect(namesIn(path())).toEqual(['fixture-7MB.bin', 'scratch-new']);
  });

  test('is refused while another run works there, whose copies are left alone', async () => {
    const path = temporaryFolder();
    const first = await openWorkspace(path(), 'one');
    await expect(openWorkspace(path(), 'two')).rejects.toMatchObject({
      code: 'E_LOCKED',
      message: expect.stringContaining(`process ${process.pid}`),
    });
    expect(namesIn(path())).toEqual(['copybench.lock', 'run-one']);
    await first.close();
    await (await openWorkspace(path(), 'two')).close();
  });

  test('that is abandoned leaves neither copies, half fixtures nor the lock', async () => {
    const path = temporaryFolder();
    const workspace = await openWorkspace(path(), 'one');
    writeFileSync(`${workspace.copies}/1-0-splice`, 'a copy');
    writeFileSync(path('fixture-1GB.bin.partial'), 'half a fixture');
    writeFileSync(path('fixture-7MB.bin'), 'a fixture');
    workspace.abandon();
    expect(namesIn(path())).toEqual(['fixture-7MB.bin']);
    workspace.abandon();
    await workspace.close();
  });
});

describe('a directory that cannot be used', () => {
  const path = temporaryFolder();

  test.each(['file', 'file/inside'])('because %s is a file or lies in one', async (name) => {
    writeFileSync(path('file'), 'not a folder');
    await expect(openWorkspace(path(name), 'one')).rejects.toMatchObject(
      refusal(/file.* cannot be used, .+--dir PATH/s),
    );
    expect(statSync(path('file')).size).toBe(12);
  });

  const readOnly = mountTmpfs('ro,size=1m');
  const why = 'reason' in readOnly ? ` (skipped: ${readOnly.reason})` : '';
  test.skipIf('reason' in readOnly)(`because its filesystem is read-only${why}`, async () => {
    const folder = 'folder' in readOnly ? readOnly.folder : '';
    const failing = openWorkspace(`${folder}/files`, 'one');
    await expect(failing).rejects.toMatchObject(refusal(/EROFS/));
    await expect(openWorkspace(folder, 'one')).rejects.toMatchObject(refusal(/EROFS/));
    expect(namesIn(folder)).toEqual([]);
  });
});

describe('a filesystem that is full', () => {
  const full = mountTmpfs('size=16k');
  if ('reason' in full) {
    test.skip(`is E_DIRECTORY (skipped: ${full.reason})`, () => undefined);
    return;
  }
  const { folder } = full;

  test('is E_DIRECTORY, and nothing is left on it', async () => {
    writeFileSync(`${folder}/filler`, Buffer.alloc(16_384));
    await expect(openWorkspace(`${folder}/files`, 'one')).rejects.toMatchObject(refusal(/ENOSPC/));
    expect(namesIn(folder)).toEqual(['filler']);
  });
});

describe('a filesystem without room for another name', () => {
  const full = mountTmpfs('size=1m,nr_inodes=3');
  if ('reason' in full) {
    test.skip(`is E_DIRECTORY (skipped: ${full.reason})`, () => undefined);
    return;
  }
  const { folder } = full;

  test('is E_DIRECTORY, and a folder made for it is taken back', async () => {
    writeFileSync(`${folder}/filler`, '');
    const directory = `${folder}/files`;
    await expect(openWorkspace(directory, 'one')).rejects.toMatchObject(refusal(/ENOSPC/));
    expect(namesIn(folder)).toEqual(['filler']);
  });
});

describe('folderInside', () => {
  const path = temporaryFolder();

  test('is a folder of our own inside the one that was named; nothing is made yet', async () => {
    expect(await folderInside(path())).toBe(path(FOLDER));
    expect(existsSync(path(FOLDER))).toBe(false);
  });

  test('refuses what is missing, and says to make it', async () => {
    await expect(folderInside(path('missing'))).rejects.toMatchObject(
      refusal(/missing cannot be used, .+ENOENT.+Make it first\./s),
    );
  });

  test('refuses a file', async () => {
    writeFileSync(path('file'), '');
    await expect(folderInside(path('file'))).rejects.toMatchObject(refusal(/not a directory/));
  });
});

describe('withScratchFolder', () => {
  test('lends a folder while a run holds the lock, and takes it back', async () => {
    const path = temporaryFolder();
    const workspace = await openWorkspace(path('files'), 'one');
    const answer = await withScratchFolder(path('files'), (folder) => {
      writeFileSync(`${folder}/probe`, 'x');
      return Promise.resolve(namesIn(folder));
    });
    expect(answer).toEqual(['probe']);
    expect(namesIn(path('files'))).toEqual(['copybench.lock', 'run-one']);
    await workspace.close();
    expect(namesIn(path())).toEqual([]);
  });

  test('takes it back when the work fails', async () => {
    const path = temporaryFolder();
    const failing = withScratchFolder(path('files'), () => Promise.reject(new Error('no probe')));
    await expect(failing).rejects.toThrow('no probe');
    expect(namesIn(path())).toEqual([]);
  });
});
