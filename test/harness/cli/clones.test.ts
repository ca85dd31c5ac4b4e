/** Runs on filesystems that clone and on such that cannot: what shared its extents is called a clone, nothing else is. */
import { describe, expect, test } from 'vitest';
import { loadAddon } from '../../../harness/binding/load.js';
import type { RunRecord } from '../../../harness/results/record.js';
import { makeFilesystems, skipFilesystem, type Kind } from '../../fakes/filesystems.js';
import { temporaryFolder } from '../../fakes/folders.js';
import { copybench, recordIn, samplesIn, tinyRun } from './program.js';

const SIZE_BYTES = 1_000_000;
const CLONING: readonly Kind[] = ['xfs', 'btrfs'];
const MEASURED: readonly Kind[] = [...CLONING, 'ext4'];
/** Those that let the kernel or a program clone, and their twins, which move every byte. */
const MAY_CLONE = ['reflink', 'copy-file-range', 'copy-file', 'cp'];
const NEVER_CLONE = ['read-write', 'cp-no-reflink'];

/** A run of these strategies in `folder`, with its samples by strategy. */
async function runIn(folder: string) {
  const out = temporaryFolder()('out');
  const names = [...NEVER_CLONE, ...MAY_CLONE];
  // The suite smoke asks nothing after the last round.
  const words = ['--suite', 'smoke', '--sizes', '1MB', '--strategies', names.join(',')];
  const { status, stdout, stderr } = await copybench(tinyRun(folder, out, ...words));
  expect(status, stderr).toBe(0);
  const record = recordIn(out);
  const found = new Map(record.scenarios[0]?.strategies.map((one) => [one.name, one]));
  const samples = samplesIn(out);
  const sharedBy = (name: string): (number | null)[] =>
    samples.filter(({ strategy }) => strategy === name).map(({ sharedBytes }) => sharedBytes);
  return { record, stdout, found, sharedBy };
}

/** Strategies that declare themselves copies and moved nothing. */
const toldOf = ({ warnings }: RunRecord): Set<string | undefined> =>
  new Set(
    warnings.filter(({ code }) => code === 'clone-in-copy-class').map(({ strategy }) => strategy),
  );

/** GNU cp clones where it can from 9.0 on (coreutils NEWS); other programs of that name do as they like. */
function clonesByItself(version: string | undefined): boolean {
  return !/\(GNU coreutils\) [0-8]\./.test(version ?? '');
}

const loaded = loadAddon();
const needed = loaded.ok ? '' : ` (skipped: ${loaded.reason})`;

for (const made of (await makeFilesystems()).filter(({ kind }) => MEASURED.includes(kind))) {
  if ('reason' in made) {
    skipFilesystem(made);
    continue;
  }
  const { kind, folder } = made;
  describe.skipIf(!loaded.ok)(`on ${kind}${needed}`, () => {
    if (CLONING.includes(kind))
      test('clones share every extent and stand apart, and their twins share none', async () => {
        const { record, stdout, found, sharedBy } = await runIn(folder);
        const cp = found.get('cp');
        const isCloning = cp?.outcome === 'measured' && clonesByItself(cp.version);
        const clones = MAY_CLONE.filter((name) => name !== 'cp' || isCloning);
        for (const name of clones) {
          expect(found.get(name), name).toMatchObject({ outcome: 'measured', class: 'clone' });
          expect(found.get(name), name).not.toHaveProperty('speedup');
          // The last block is shared as a whole.
          for (const bytes of sharedBy(name))
            expect(bytes, name).toBeGreaterThanOrEqual(SIZE_BYTES);
        }
        for (const name of NEVER_CLONE) {
          expect(found.get(name), name).toMatchObject({ outcome: 'measured', class: 'copy' });
          expect(sharedBy(name), name).toEqual([0, 0, 0]);
        }
        expect(toldOf(record)).toEqual(new Set(clones.filter((name) => name !== 'reflink')));
        expect(stdout).toContain('clone-in-copy-class');
      });
    else
      test('nothing is a clone, and what can only clone is unsupported', async () => {
        const { record, found, sharedBy } = await runIn(folder);
        expect(found.get('reflink')).toMatchObject({
          outcome: 'unsupported',
          reason: expect.stringMatching(/^E\w+ \(.+\) from ioctl\(FICLONE\)/),
        });
        for (const name of [...NEVER_CLONE, ...MAY_CLONE].filter((one) => one !== 'reflink')) {
          expect(found.get(name), name).toMatchObject({ outcome: 'measured', class: 'copy' });
          expect(
            sharedBy(name).every((bytes) => bytes === 0 || bytes === null),
            name,
          ).toBe(true);
        }
        expect(toldOf(record)).toEqual(new Set());
      });
  });
}
