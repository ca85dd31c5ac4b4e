import { rmSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { namesIn, temporaryFolder } from '../../../fakes/folders.js';
import { copybench } from '../program.js';

describe('copybench fixtures', () => {
  const path = temporaryFolder();
  const folder = path('copybench-files');
  const fixtures = async (...words: string[]) => {
    const { status, stdout, stderr } = await copybench(['fixtures', ...words, '--dir', path()]);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    return stdout;
  };

  test('nothing is there at first, and looking leaves nothing behind', async () => {
    expect(await fixtures('list')).toBe(`There are no fixtures in ${folder}\n`);
    expect(await fixtures('remove')).toBe(`There are no fixtures in ${folder}\n`);
    expect(namesIn(path())).toEqual([]);
  });

  test('make makes what is missing and keeps what is intact', async () => {
    expect(await fixtures('make', '--sizes', '4KB')).toMatch(
      /^\S+fixture-4KB\.bin: made in .+\/s\)\n$/,
    );
    const both = await fixtures('make', '--sizes', '4KB,1KiB');
    expect(both).toMatch(/fixture-4KB\.bin: intact, kept\n\S+fixture-1KiB\.bin: made in /);
    expect(namesIn(folder)).toEqual([
      '.copybench',
      'fixture-1KiB.bin',
      'fixture-1KiB.json',
      'fixture-4KB.bin',
      'fixture-4KB.json',
    ]);
  });

  test('list shows which are intact, small ones first, and is what a bare `fixtures` does', async () => {
    writeFileSync(path('copybench-files', 'fixture-4KB.bin'), 'changed');
    const listed = await fixtures('list');
    expect(listed).toMatch(/1KiB +1\.02 KB +intact\n4KB +4\.00 KB +will be made anew: it has 7 of/);
    expect(await fixtures()).toBe(listed);
  });

  test('remove takes fixtures away and touches nothing else', async () => {
    writeFileSync(path('copybench-files', 'mine.txt'), 'mine');
    expect(await fixtures('remove')).toBe(`Removed 1KiB, 4KB from ${folder}\n`);
    expect(namesIn(folder)).toEqual(['.copybench', 'mine.txt']);
    rmSync(path('copybench-files', 'mine.txt'));
  });
});
