/** The CPUs of a thread: told, set, inherited by what it starts, and refused in the kernel's words. */
import { spawnSync } from 'node:child_process';
import { platform } from 'node:os';
import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { parseCpuList } from '../../harness/core/cpu-list.js';
import { ADDON_PATH, describeNative } from './native-room.js';

const isLinux = platform() === 'linux';

/** CPUs of this thread as the kernel tells them (proc_pid_status(5)). */
function allowedList(): number[] | null {
  const status = readFileSync('/proc/thread-self/status', 'utf8');
  return parseCpuList(/^Cpus_allowed_list:\s+(\S+)$/m.exec(status)?.[1] ?? '');
}

describeNative('affinity', (addon) => {
  // Where there is none to be told, there is none to be put back.
  const before = isLinux ? addon.affinity() : [];
  afterEach(() => {
    if (isLinux) addon.setAffinity(before);
  });

  test.runIf(isLinux)('is what /proc tells', () => {
    expect(addon.affinity()).toEqual(allowedList());
  });

  test.runIf(isLinux)('once set holds for this thread, and for a program that it starts', () => {
    const last = before.at(-1)!;
    addon.setAffinity([last]);
    expect(addon.affinity()).toEqual([last]);
    expect(allowedList()).toEqual([last]);
    const { stdout } = spawnSync('grep', ['Cpus_allowed_list', '/proc/self/status']);
    expect(stdout.toString()).toBe(`Cpus_allowed_list:\t${last}\n`);
  });

  test.runIf(isLinux)('holds for every thread of a Node that it starts', () => {
    const [first] = before;
    const script = `const addon = require(${JSON.stringify(ADDON_PATH)});
      const { readdirSync, readFileSync } = require('node:fs');
      addon.residency('/no/such/file').catch(() => {
        const all = readdirSync('/proc/self/task').map((thread) =>
          /^Cpus_allowed_list:\\s+(\\S+)$/m.exec(readFileSync('/proc/self/task/' + thread + '/status', 'utf8'))[1]);
        console.log(JSON.stringify([all.length > 5, [...new Set(all)]]));
      });`;
    addon.setAffinity([first!]);
    const { stdout } = spawnSync(process.execPath, ['-e', script]);
    expect(JSON.parse(stdout.toString())).toEqual([true, [String(first)]]);
  });

  test.runIf(isLinux)('of CPUs that do not exist is EINVAL, and nothing changes', () => {
    for (const cpus of [[99_999], [2 ** 40], []]) {
      expect(() => addon.setAffinity(cpus)).toThrow(
        expect.objectContaining({ code: 'EINVAL', syscall: 'sched_setaffinity' }),
      );
    }
    expect(addon.affinity()).toEqual(before);
  });

  test.skipIf(isLinux)('is ENOSYS where threads are bound to no CPU', () => {
    expect(() => addon.affinity()).toThrow(expect.objectContaining({ code: 'ENOSYS' }));
    expect(() => addon.setAffinity([0])).toThrow(expect.objectContaining({ code: 'ENOSYS' }));
  });
});
