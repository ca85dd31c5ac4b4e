/** Whole runs where one file of the kernel is hidden, or several calls are refused; the quick part is in npm test. */
import { chmodSync, chownSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { packageRoot } from '../../harness/core/package-root.js';
import { temporaryFolder } from '../fakes/folders.js';
import {
  doctorWithin,
  HIDEABLE,
  hiding,
  HIDING_PROCESSES,
  messagesOf,
  NOBODY,
  refusing,
  runWithin,
  whyNot,
} from '../harness/cli/hidden.js';
import { samplesIn } from '../harness/cli/program.js';

const noMounts = whyNot(hiding());
const noSeccomp = whyNot(refusing('cachestat', 'ENOSYS'));

describe.skipIf(noMounts !== '')(`hidden${noMounts}`, () => {
  const path = temporaryFolder();

  test.each(HIDEABLE)('%s alone is named, and nothing else is missing', async (file) => {
    const name = file.replace('$$', 'self');
    const out = path(name.replaceAll('/', '-'));
    await doctorWithin([hiding(file)], path());
    const record = runWithin([hiding(file)], path(), out);
    const told = messagesOf(record, 'machine-unseen');
    expect(told).toEqual([expect.stringContaining(`cannot be read: ${name} (`)]);
    expect(told.join().split(' (')).toHaveLength(2);
    const isMemory = name === '/proc/meminfo';
    expect(messagesOf(record, 'settle-unknown')).toHaveLength(isMemory ? 1 : 0);
    for (const { stealMs, dirtyBytesBefore } of samplesIn(out)) {
      expect(stealMs === null).toBe(name === '/proc/stat');
      expect(dirtyBytesBefore === null).toBe(isMemory);
    }
  });

  test('all processes but one’s own: nothing is missing to an ordinary user', async (context) => {
    const why = whyNot(HIDING_PROCESSES);
    if (why !== '') context.skip(why);
    const own = temporaryFolder();
    chmodSync(own(), 0o755);
    chownSync(own(), NOBODY, NOBODY);
    await doctorWithin([HIDING_PROCESSES], own());
    const record = runWithin([HIDING_PROCESSES], own(), own('out'));
    expect(messagesOf(record, 'machine-unseen')).toEqual([]);
    expect(record.scenarios[0]?.cache).toBe('warm');
  });
});

describe.skipIf(noSeccomp !== '')(`refused${noSeccomp}`, () => {
  const path = temporaryFolder(packageRoot());

  test('cachestat: a cold source is proven by mincore, and the device reads it', () => {
    const old = refusing('cachestat', 'ENOSYS');
    const record = runWithin([old], path(), path('cold'), '--cache', 'cold');
    expect(record.scenarios[0]?.cache).toMatch(/cold$/);
    expect(record.warnings.filter(({ code }) => code.startsWith('cache'))).toEqual([]);
  });

  test.each(['ENOSYS', 'EPERM'])(
    'cachestat and mincore with %s: warm is proven by reading, cold cannot be, and is told',
    async (errno) => {
      const both = [refusing('cachestat', errno), refusing('mincore', errno)];
      const checks = await doctorWithin(both, path());
      expect(checks.get('cache-proof')).toMatchObject({
        concern: 'note',
        value: expect.stringMatching(/^preadv2\(2\), of warm sources alone; cachestat: /),
      });
      const warm = runWithin(both, path(), path(`${errno}-warm`));
      expect(warm.scenarios[0]?.cache).toBe('warm');
      const cold = runWithin(both, path(), path(`${errno}-cold`), '--cache', 'cold');
      expect(cold.scenarios[0]?.cache).toBe('unverified');
      expect(messagesOf(cold, 'cache-unverified')).toHaveLength(1);
    },
  );
});
