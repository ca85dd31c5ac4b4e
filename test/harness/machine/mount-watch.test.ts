/** What becomes of the mounts below directories, from mountinfo texts that change as kernels change them. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { MountWatch, optionsDifference } from '../../../harness/machine/mount-watch.js';
import { SystemFiles } from '../../../harness/machine/system-files.js';
import { temporaryFolder } from '../../fakes/folders.js';

const ROOT = '27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw,discard';

/** A real folder, and what /proc says of the mounts over it. */
function watched() {
  const path = temporaryFolder();
  const folder = path('folder');
  mkdirSync(folder);
  mkdirSync(path('proc/self'), { recursive: true });
  const say = (...lines: string[]): void => {
    writeFileSync(path('proc/self/mountinfo'), `${[ROOT, ...lines].join('\n')}\n`);
  };
  const on = (options: string, superOptions = 'rw'): string =>
    `40 27 0:50 / ${folder} ${options} - tmpfs mine ${superOptions},size=64m`;
  say(on('rw,relatime'));
  return { folder, say, on, path, watch: new MountWatch([folder], new SystemFiles(path())) };
}

describe('a directory', () => {
  test('lies as it lay while nothing changes, or something elsewhere', () => {
    const { say, on, watch } = watched();
    expect(watch.changes()).toEqual([]);
    say(on('rw,relatime'), '41 27 0:51 / /elsewhere rw - xfs /dev/vdb rw');
    expect(watch.changes()).toEqual([]);
    say(on('relatime,rw'));
    expect(watch.changes()).toEqual([]);
  });

  test.each([
    ['rw,relatime', 'rw,sync', 'options', 'now with sync'],
    ['rw,noatime', 'rw', 'options', 'now with noatime and no longer with relatime'],
    ['rw', 'rw', 'options', 'no longer with relatime'],
    ['ro,relatime', 'rw', 'read-only', 'now with ro'],
    // After an error: as ext4 shows it until Linux 6.14, and from 6.15 on.
    ['rw,relatime', 'ro', 'read-only', 'now with ro'],
    ['rw,relatime', 'rw,emergency_ro', 'read-only', 'now with emergency_ro'],
  ])('that is mounted %s (%s) has changed its %s: %s', (options, superOptions, what, words) => {
    const { folder, say, on, watch } = watched();
    say(on(options, superOptions));
    const changes = [{ path: folder, what, difference: words }];
    expect(watch.changes()).toEqual(changes);
    // It is told for as long as it is so.
    expect(watch.changes()).toEqual(changes);
    say(on('rw,relatime'));
    expect(watch.changes()).toEqual([]);
  });

  test('that is mounted over, or laid bare again, lies on another filesystem', () => {
    const { folder, say, on, watch } = watched();
    const before = 'tmpfs (mine, 0:50)';
    say(on('rw,relatime'), `41 40 0:51 / ${folder} rw - xfs /dev/vdb rw`);
    expect(watch.changes()).toEqual([
      { path: folder, what: 'filesystem', before, now: 'xfs (/dev/vdb, 0:51)' },
    ]);
    say();
    expect(watch.changes()).toEqual([
      { path: folder, what: 'filesystem', before, now: 'ext4 (/dev/vda, 254:0)' },
    ]);
  });

  test('that is gone has not changed', () => {
    const { folder, watch } = watched();
    rmSync(folder, { recursive: true });
    expect(watch.changes()).toEqual([]);
  });

  test('of which mountinfo no longer tells has not changed as far as is known', () => {
    const { path, watch } = watched();
    rmSync(path('proc'), { recursive: true });
    expect(watch.changes()).toEqual([]);
  });
});

describe('several directories', () => {
  test('are told one by one', () => {
    const path = temporaryFolder();
    mkdirSync(path('proc/self'), { recursive: true });
    const lines = (options: string): string =>
      ['a', 'b'].map((name) => `4 1 0:5${name} / ${path(name)} ${options} - tmpfs t rw`).join('\n');
    for (const name of ['a', 'b']) mkdirSync(path(name));
    writeFileSync(path('proc/self/mountinfo'), lines('rw'));
    const watch = new MountWatch([path('a'), path('b')], new SystemFiles(path()));
    writeFileSync(path('proc/self/mountinfo'), lines('rw,noexec'));
    expect(watch.changes().map((change) => change.path)).toEqual([path('a'), path('b')]);
  });
});

test.each([
  ['rw,size=1m', 'size=1m,rw', ''],
  ['rw', 'rw,noatime', 'now with noatime'],
  ['rw,relatime,a', 'rw,b', 'now with b and no longer with relatime,a'],
])('%s and %s differ in: %s', (before, now, words) => {
  expect(optionsDifference(before, now)).toBe(words);
});
