/** A directory under test whose mount changes while a run works there: it is noticed, and what it means is said. */
import { mkdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { mountTmpfs, namesIn, remount, temporaryFolder, unmount } from '../../fakes/folders.js';
import {
  copybench,
  recordIn,
  samplesIn,
  samplesStored,
  start,
  tinyRun,
  type Ended,
} from './program.js';

const probe = mountTmpfs('size=1m');
const reason = 'reason' in probe ? probe.reason : '';

/** A tmpfs with room for a run. */
function disk(): string {
  const mounted = mountTmpfs('size=64m');
  return 'folder' in mounted ? mounted.folder : expect.fail(mounted.reason);
}

/** The words of a run that is at work for a while after its first samples, and asks nothing after its last. */
const someRun = (directory: string, out: string): string[] =>
  tinyRun(directory, out, '--suite', 'smoke', '--sizes', '1MB', '--rounds', '20');

/** A run in `directory`, in the middle of which `act` is done. */
async function inMidRun(directory: string, out: string, act: () => void): Promise<Ended> {
  const run = start(someRun(directory, out));
  const early = await Promise.race([run.ended, samplesStored(out, 6)]);
  if (early) throw new Error(`it ended before it had 6 samples: ${early.stderr}`);
  act();
  return run.ended;
}

/** The warnings of a run about its mounts. */
const remountedIn = (out: string) =>
  recordIn(out).warnings.filter(({ code }) => code === 'mount-changed');

const outcomesIn = (out: string) =>
  recordIn(out).scenarios.flatMap(({ strategies }) => strategies.map(({ outcome }) => outcome));

describe.skipIf(reason !== '')(`a mount that changes in mid-run ${reason}`, () => {
  test('to other options: a warning, in the record and the report', async () => {
    const [folder, out] = [disk(), temporaryFolder()('out')];
    const { status, stdout, stderr } = await inMidRun(folder, out, () => remount(folder, 'sync'));
    expect(status, stderr).toBe(0);
    expect(remountedIn(out)).toEqual([
      {
        code: 'mount-changed',
        scenario: recordIn(out).scenarios[0]?.id,
        message: expect.stringMatching(/was remounted during the run, now with sync/),
        remedy: expect.stringMatching(/measure again/),
      },
    ]);
    expect(stdout).toContain('mount-changed');
  });

  test('between a run and its end in another session: a warning', async () => {
    const [folder, out] = [disk(), temporaryFolder()('out')];
    const run = start(someRun(folder, out));
    await samplesStored(out, 6);
    run.child.kill('SIGKILL');
    await run.ended;
    remount(folder, 'noatime');
    const resumed = await copybench(['run', '--resume', out]);
    expect(resumed.status, resumed.stderr).toBe(0);
    expect(remountedIn(out)).toMatchObject([
      { message: expect.stringMatching(/before the run was resumed, now with noatime/) },
    ]);
  });

  test('to another filesystem over the copies: the run ends, and no copy on that is a sample', async () => {
    const [folder, out] = [disk(), temporaryFolder()('out')];
    const files = `${folder}/copybench-files`;
    let over = '';
    const { status, stderr } = await inMidRun(folder, out, () => {
      const copies = namesIn(files).find((name) => name.startsWith('run-')) ?? '';
      const mounted = mountTmpfs('size=32m', `${files}/${copies}`);
      over = 'folder' in mounted ? mounted.folder : '';
    });
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(/E_DIRECTORY: .+run-\w+ lies on tmpfs \(.+, and lay on tmpfs \(/),
    ]);
    expect(stderr).toContain('something was mounted or unmounted there');
    const before = samplesIn(out);
    unmount(over);
    const resumed = await copybench(['run', '--resume', out]);
    expect(resumed.status, resumed.stderr).toBe(0);
    expect(samplesIn(out).slice(0, before.length)).toEqual(before);
    expect(outcomesIn(out)).toEqual(['measured', 'measured']);
    expect(remountedIn(out)).toEqual([]);
    expect(namesIn(files)).toEqual(['.copybench', 'fixture-1MB.bin', 'fixture-1MB.json']);
  });

  test('to another filesystem over all: the run ends and says what is there now', async () => {
    const path = temporaryFolder();
    mkdirSync(path('under'));
    const { status, stderr } = await inMidRun(path('under'), path('out'), () => {
      mountTmpfs('size=1m', path('under'));
    });
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(/E_DIRECTORY: .+copybench-files lies on tmpfs \(copybench-test-\d+, /),
    ]);
    unmount(path('under'));
    const resumed = await copybench(['run', '--resume', path('out')]);
    expect(resumed.status, resumed.stderr).toBe(0);
    expect(outcomesIn(path('out'))).toEqual(['measured', 'measured']);
  });
});
