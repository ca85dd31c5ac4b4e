/** The directory under test: refused with a reason, cleared of what is ours, and left as it was found. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  findLeftovers,
  FOLDER,
  folderInside,
  openWorkspace,
  withScratchFolder,
} from '../../../harness/measure/workspace.js';
import { MARKER } from '../../../harness/measure/own-directory.js';
import { mountTmpfs, namesIn, temporaryFolder } from '../../fakes/folders.js';

/** The marker, the lock, the ledger, and the folder for copies under a name that nobody could know. */
const WORKING = [
  MARKER,
  'copybench.lock',
  expect.stringMatching(/^ledger-[0-9a-f]{16}\.jsonl$/),
  expect.stringMatching(/^run-[0-9a-f]{16}$/),
];

/** A directory that a run of ours left, with these names besides. */
function ownDirectory(directory: string): void {
  writeFileSync(join(directory, MARKER), '');
  chmodSync(directory, 0o700);
}

const DEAD = { pid: 2 ** 22 - 1, hostname: hostname(), startTicks: 1 };

const refusal = (words: RegExp) => ({
  code: 'E_DIRECTORY',
  message: expect.stringMatching(words),
});

describe('openWorkspace', () => {
  test('makes the directory, locks it and gives an empty folder for copies', async () => {
    const path = temporaryFolder();
    const workspace = await openWorkspace(path('files'));
    expect(workspace).toMatchObject({ directory: path('files'), leftovers: [] });
    expect(namesIn(path('files'))).toEqual(WORKING);
    for (const folder of [path('files'), workspace.copies])
      expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(path('files', namesIn(path('files'))[3]!)).toBe(workspace.copies);
    expect(namesIn(workspace.copies)).toEqual([]);
    await workspace.close();
  });

  test('leaves nothing when it is closed with copies in it', async () => {
    const path = temporaryFolder();
    const workspace = await openWorkspace(path('files'));
    writeFileSync(`${workspace.copies}/1-0-splice`, 'a copy');
    await workspace.close();
    expect(namesIn(path())).toEqual([]);
    await workspace.close();
  });

  test('keeps fixtures and whatever else lies there', async () => {
    const path = temporaryFolder();
    const others = ['fixture-7MB.bin', 'fixture-7MB.json', 'notes.txt', 'running.txt'];
    ownDirectory(path());
    for (const name of others) writeFileSync(path(name), 'kept');
    mkdirSync(path('folder'));
    const workspace = await openWorkspace(path());
    await workspace.close();
    expect(namesIn(path())).toEqual([MARKER, ...others, 'folder'].toSorted());
  });

  test('removes what killed runs left, and says so', async () => {
    const path = temporaryFolder();
    ownDirectory(path());
    const run = 'run-0123456789abcdef';
    for (const name of [run, 'run-of-mine', 'scratch-fedcba9876543210']) mkdirSync(path(name));
    writeFileSync(path(run, '3-1-cp'), 'half a copy');
    writeFileSync(path('fixture-1GB.bin.partial'), 'half a fixture');
    writeFileSync(path('fixture-7MB.bin'), 'a fixture');
    const ledger = [
      DEAD,
      { name: run },
      { name: '../run-0123456789abcdef' },
      { name: 'fixture-7MB.bin' },
    ];
    writeFileSync(path('ledger-1.jsonl'), ledger.map((line) => JSON.stringify(line)).join('\n'));
    writeFileSync(path('copybench.lock'), JSON.stringify(DEAD));
    expect((await findLeftovers(path())).toSorted()).toEqual([
      'fixture-1GB.bin.partial',
      'ledger-1.jsonl',
      run,
    ]);
    const workspace = await openWorkspace(path());
    expect(workspace.leftovers.toSorted()).toEqual(['fixture-1GB.bin.partial', run]);
    await workspace.close();
    // What no ledger of a dead process names is not ours to remove, whatever it is called.
    expect(namesIn(path())).toEqual([
      MARKER,
      'fixture-7MB.bin',
      'run-of-mine',
      'scratch-fedcba9876543210',
    ]);
  });

  test('leaves alone what a living process made there', async () => {
    const path = temporaryFolder();
    await withScratchFolder(path('files'), async (folder) => {
      await (await openWorkspace(path('files'))).close();
      expect(existsSync(folder)).toBe(true);
    });
  });

  test('follows no link in place of a ledger', async () => {
    const path = temporaryFolder();
    ownDirectory(path());
    const run = 'run-0123456789abcdef';
    mkdirSync(path(run));
    const text = [DEAD, { name: run }].map((line) => JSON.stringify(line)).join('\n');
    writeFileSync(path('elsewhere'), text);
    symlinkSync(path('elsewhere'), path('ledger-2.jsonl'));
    expect(await findLeftovers(path())).toEqual([]);
  });

  test('waits for no FIFO in place of a ledger', async () => {
    const path = temporaryFolder();
    ownDirectory(path());
    execFileSync('mkfifo', [path('ledger-2.jsonl')]);
    expect(await findLeftovers(path())).toEqual([]);
  });

  test('is refused while another run works there, whose copies are left alone', async () => {
    const path = temporaryFolder();
    const first = await openWorkspace(path());
    await expect(openWorkspace(path())).rejects.toMatchObject({
      code: 'E_LOCKED',
      message: expect.stringContaining(`process ${process.pid}`),
    });
    expect(namesIn(path())).toEqual(WORKING);
    await first.close();
    await (await openWorkspace(path())).close();
  });

  test('that is abandoned leaves neither copies, half fixtures nor the lock', async () => {
    const path = temporaryFolder();
    const workspace = await openWorkspace(path());
    writeFileSync(`${workspace.copies}/1-0-splice`, 'a copy');
    writeFileSync(path('fixture-1GB.bin.partial'), 'half a fixture');
    writeFileSync(path('fixture-7MB.bin'), 'a fixture');
    workspace.abandon();
    expect(namesIn(path())).toEqual([MARKER, 'fixture-7MB.bin']);
    workspace.abandon();
    await workspace.close();
  });
});

describe('a directory that is not our own', () => {
  test('because it holds something else, is refused and left as it was', async () => {
    const path = temporaryFolder();
    writeFileSync(path('thesis.txt'), 'mine');
    await expect(openWorkspace(path())).rejects.toMatchObject(
      refusal(/holds thesis\.txt, which is not/),
    );
    expect(namesIn(path())).toEqual(['thesis.txt']);
  });

  test('because it is a link, is refused', async () => {
    const path = temporaryFolder();
    mkdirSync(path('real'));
    symlinkSync(path('real'), path('files'));
    await expect(openWorkspace(path('files'))).rejects.toMatchObject(refusal(/symbolic link/));
    expect(namesIn(path('real'))).toEqual([]);
  });

  test.skipIf(process.getuid?.() !== 0)(
    'because it is of somebody else (skipped unless root)',
    async () => {
      const path = temporaryFolder();
      mkdirSync(path('files'));
      chownSync(path('files'), 65_534, 65_534);
      await expect(openWorkspace(path('files'))).rejects.toMatchObject(
        refusal(/belongs to user 65534/),
      );
    },
  );

  test('but of an earlier version, is taken over and closed to others', async () => {
    const path = temporaryFolder();
    writeFileSync(path('fixture-7MB.bin'), 'a fixture');
    chmodSync(path(), 0o777);
    await (await openWorkspace(path())).close();
    expect(namesIn(path())).toEqual([MARKER, 'fixture-7MB.bin']);
    expect(statSync(path()).mode & 0o777).toBe(0o700);
  });
});

describe('a directory that cannot be used', () => {
  const path = temporaryFolder();

  test.each(['file', 'file/inside'])('because %s is a file or lies in one', async (name) => {
    writeFileSync(path('file'), 'not a folder');
    await expect(openWorkspace(path(name))).rejects.toMatchObject(
      refusal(/file.* cannot be used, .+--dir PATH/s),
    );
    expect(statSync(path('file')).size).toBe(12);
  });

  const readOnly = mountTmpfs('ro,size=1m');
  const why = 'reason' in readOnly ? ` (skipped: ${readOnly.reason})` : '';
  test.skipIf('reason' in readOnly)(`because its filesystem is read-only${why}`, async () => {
    const folder = 'folder' in readOnly ? readOnly.folder : '';
    const failing = openWorkspace(`${folder}/files`);
    await expect(failing).rejects.toMatchObject(refusal(/EROFS/));
    await expect(openWorkspace(folder)).rejects.toMatchObject(refusal(/EROFS/));
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
    await expect(openWorkspace(`${folder}/files`)).rejects.toMatchObject(refusal(/ENOSPC/));
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
    await expect(openWorkspace(directory)).rejects.toMatchObject(refusal(/ENOSPC/));
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
    const workspace = await openWorkspace(path('files'));
    const answer = await withScratchFolder(path('files'), (folder) => {
      writeFileSync(`${folder}/probe`, 'x');
      return Promise.resolve(namesIn(folder));
    });
    expect(answer).toEqual(['probe']);
    expect(namesIn(path('files'))).toEqual(WORKING);
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
