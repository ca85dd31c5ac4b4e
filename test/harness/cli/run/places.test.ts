import { mkdirSync, symlinkSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  namedDirectories,
  nameRun,
  outputDirectory,
  workDirectory,
} from '../../../../harness/cli/run/places.js';
import { packageRoot } from '../../../../harness/core/package-root.js';
import { temporaryFolder } from '../../../fakes/folders.js';

describe('places', () => {
  const path = temporaryFolder();

  it('are inside the checkout unless they are named', async () => {
    expect(await workDirectory(undefined)).toBe(resolve(packageRoot(), 'fixtures/generated'));
    expect(outputDirectory(undefined, 'x')).toBe(resolve(packageRoot(), 'reports/generated/x'));
  });

  it('a directory that somebody named gets a folder of ours inside', async () => {
    expect(await workDirectory(path())).toBe(path('copybench-files'));
    expect(outputDirectory('out', 'x')).toBe(resolve('out'));
    await expect(workDirectory(path('missing'))).rejects.toMatchObject({ code: 'E_DIRECTORY' });
  });

  it('several directories are named once each, under whatever name', async () => {
    mkdirSync(path('a'));
    mkdirSync(path('b'));
    symlinkSync(path('a'), path('link'));
    const [a, b] = [path('a/copybench-files'), path('b/copybench-files')];
    expect(await namedDirectories({ dir: [path('b'), path('a')] })).toEqual({ from: [b, a] });
    expect(await namedDirectories({})).toEqual({ from: [await workDirectory(undefined)] });
    expect(await namedDirectories({}, '/before')).toEqual({ from: ['/before'] });
    expect(await namedDirectories({ dir: [path('a')], copyTo: [path('b'), path('link')] })).toEqual(
      {
        from: [a],
        to: [b, a],
      },
    );
    await expect(namedDirectories({ dir: [path('a'), path('a')] })).rejects.toMatchObject({
      code: 'E_USAGE',
      message: expect.stringContaining(`--dir names ${path('a')} twice`),
    });
    await expect(namedDirectories({ copyTo: [path('a'), path('link')] })).rejects.toMatchObject({
      message: expect.stringContaining(`${path('a')} and ${path('link')}, which is the same`),
    });
  });

  it('the name of a run sorts by time', () => {
    const at = new Date('2026-11-23T18:43:19.123Z');
    expect(nameRun(at, 'published')).toBe('2026-11-23-184319-published');
  });
});
