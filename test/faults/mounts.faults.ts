/** Whole runs on a filesystem that gives up: ext4 finds an error, and takes no more writes. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { mountOf } from '../../harness/machine/mounts.js';
import { namesIn, temporaryFolder } from '../fakes/folders.js';
import {
  copybench,
  recordIn,
  samplesIn,
  samplesStored,
  start,
  tinyRun,
} from '../harness/cli/program.js';
import type { Test } from './subjects.js';

function run(program: string, ...words: string[]): void {
  execFileSync(program, words, { stdio: 'pipe' });
}

/** An ext4 of 128 MB on a loop file, which is mounted again by `mount` after it was taken away. */
function brittleDisk(context: Test) {
  const path = temporaryFolder();
  const [image, folder] = [path('image'), path('mounted')];
  writeFileSync(image, '');
  truncateSync(image, 128 * 2 ** 20);
  mkdirSync(folder);
  const mount = () => run('mount', '-o', 'loop,errors=remount-ro', image, folder);
  try {
    run('mkfs.ext4', '-q', '-F', image);
    mount();
  } catch (error) {
    context.skip(`needs root, mkfs.ext4 and loop devices: ${String(error).trim()}`);
  }
  context.onTestFinished(() => void spawnSync('umount', ['--lazy', folder]));
  const device = basename(mountOf(folder)?.device ?? '');
  // Linux has it for tests of what comes after an error (Documentation/ABI/testing/sysfs-fs-ext4).
  const trigger = `/sys/fs/ext4/${device}/trigger_fs_error`;
  if (!existsSync(trigger)) context.skip(`needs ${trigger}`);
  return {
    path,
    folder,
    fail: () => writeFileSync(trigger, 'an error of a test'),
    mend: () => {
      run('umount', folder);
      // Status 1: errors were corrected (e2fsck(8)).
      expect(spawnSync('e2fsck', ['-f', '-y', image]).status).toBeLessThanOrEqual(1);
      mount();
    },
  };
}

test('an ext4 that takes no more writes after an error: the run ends, says so, fails nobody, and goes on when it is mended', async (context) => {
  const { path, folder, fail, mend } = brittleDisk(context);
  const out = path('out');
  const started = start(tinyRun(folder, out, '--sizes', '1MB', '--rounds', '40'));
  await Promise.race([started.ended, samplesStored(out, 12)]);
  fail();
  const { status, stderr } = await started.ended;
  expect([status, stderr]).toEqual([
    2,
    expect.stringMatching(/E_DIRECTORY: .+copybench-files takes no more writes \(now with \w*ro/),
  ]);
  expect(stderr).toContain('dmesg(1)');
  const before = samplesIn(out);
  mend();
  const resumed = await copybench(['run', '--resume', out]);
  expect(resumed.status, resumed.stderr).toBe(0);
  expect(samplesIn(out).slice(0, before.length)).toEqual(before);
  const outcomes = recordIn(out).scenarios.flatMap(({ strategies }) => strategies);
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['measured', 'measured']);
  expect(namesIn(`${folder}/copybench-files`)).toEqual([
    '.copybench',
    'fixture-1MB.bin',
    'fixture-1MB.json',
  ]);
});
