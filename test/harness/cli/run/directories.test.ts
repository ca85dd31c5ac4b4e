import { existsSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  directoryNames,
  openDirectories,
  sharedMounts,
} from '../../../../harness/cli/run/directories.js';
import { pairsOf } from '../../../../harness/cli/run/directory-pairs.js';
import { temporaryFolder } from '../../../fakes/folders.js';

describe('directories under test', () => {
  const path = temporaryFolder();

  it.each<[(string | null)[], string[]]>([
    [['ext4'], ['ext4']],
    [
      ['ext4', 'xfs', 'tmpfs'],
      ['ext4', 'xfs', 'tmpfs'],
    ],
    [
      ['ext4', 'xfs', 'ext4'],
      ['ext4-1', 'xfs', 'ext4-2'],
    ],
    [
      [null, null],
      ['directory-1', 'directory-2'],
    ],
    [['fuse.sshfs/x y'], ['fuse.sshfs-x-y']],
  ])('on %j are called %j', (filesystems, names) => {
    expect(directoryNames(filesystems)).toEqual(names);
  });

  it('each have a workspace of their own, which is removed in the end', async () => {
    const directories = await openDirectories({ from: [path('a'), path('b')] });
    const { all, areSeveral, first } = directories;
    expect(areSeveral).toBe(true);
    expect(all.map(({ workspace }) => workspace.directory)).toEqual([path('a'), path('b')]);
    expect(all.every(({ workspace }) => existsSync(workspace.copies))).toBe(true);
    expect(first).toBe(all[0]);
    const [one, other] = all.map(({ name }) => name);
    expect(directories.endsOf({ source: other!, destination: one! })).toEqual({
      source: all[1],
      destination: all[0],
    });
    expect(() => directories.endsOf({ source: 'zfs', destination: one! })).toThrow('zfs');
    expect(sharedMounts(directories)).toEqual([[one, other]]);
    await directories.close();
    expect(existsSync(path('a')) || existsSync(path('b'))).toBe(false);
  });

  it('of which one cannot be used are left as they were', async () => {
    writeFileSync(path('file'), '');
    await expect(openDirectories({ from: [path('c'), path('file')] })).rejects.toMatchObject({
      code: 'E_DIRECTORY',
    });
    expect(existsSync(path('c'))).toBe(false);
  });

  it('are paired: each with itself, every source with every destination, or the first with the others', async () => {
    const within = await openDirectories({ from: [path('e'), path('f')] });
    const [e, f] = within.all.map(({ name }) => name);
    const pairs = (of: typeof within, between = false) =>
      pairsOf({ between }, of).map((pair) => pair && `${pair.source} ${pair.destination}`);
    expect(pairs(within)).toEqual([`${e} ${e}`, `${f} ${f}`]);
    expect(pairs(within, true)).toEqual([`${e} ${f}`]);
    await within.close();
    const across = await openDirectories({ from: [path('e')], to: [path('f'), path('e')] });
    expect(across.all).toHaveLength(2);
    expect(across.sources).toEqual([across.all[0]]);
    expect(pairs(across)).toEqual([`${e} ${f}`, `${e} ${e}`]);
    await across.close();
    const alone = await openDirectories({ from: [path('e')], to: [path('e')] });
    expect(pairs(alone)).toEqual([undefined]);
    await alone.close();
  });

  it('one alone needs no pair', async () => {
    const directories = await openDirectories({ from: [path('d')] });
    expect(directories.areSeveral).toBe(false);
    expect(directories.endsOf(undefined)).toEqual({
      source: directories.first,
      destination: directories.first,
    });
    await directories.close();
  });
});
