/** CPUs are refused before anything is measured, with those that would do. */
import { describe, expect, test } from 'vitest';
import {
  choosePins,
  pinnedRecordOf,
  type CpuSource,
} from '../../../../harness/cli/run/choose-pins.js';
import type { CpuBinding } from '../../../../harness/measure/affinity.js';
import { pinnedName } from '../../../../harness/results/pinned-name.js';
import { fakeCpus } from '../../../fakes/cpus.js';
import { fakeSystem } from '../../../fakes/system-files.js';

const ONLINE = '/sys/devices/system/cpu/online';

/** A machine with CPUs 0 to 7. */
function machine(cpus: CpuBinding, tree: Record<string, string> = { [ONLINE]: '0-7' }): CpuSource {
  return { loaded: { ok: true, addon: cpus }, files: fakeSystem(tree) };
}

describe('the CPUs of a run', () => {
  const wide = machine(fakeCpus([0, 1, 2, 3, 4, 5, 6, 7]));

  test('are nobody’s where none were named', () => {
    expect(choosePins({}, wide)).toBeNull();
  });

  test.each([
    [{ pin: [0, 2] }, { workers: '0,2', receiver: '0,2' }],
    [
      { pin: [0], pinReceiver: [1, 2, 3] },
      { workers: '0', receiver: '1-3' },
    ],
    [{ pinReceiver: [1] }, { workers: null, receiver: '1' }],
  ])('%j', (options, expected) => {
    const pins = choosePins(options, wide);
    expect(pins && pinnedRecordOf(pins)).toEqual(expected);
  });

  test.each([
    ['a container’s', [0, 1], [1, 5], 'CPU 5 is not allowed to this process, by a container or'],
    ['a container’s', [0, 1], [6, 5], 'CPUs 5-6 are not allowed to this process'],
    ['no such', [0, 1, 2, 3, 4, 5, 6, 7], [8], 'CPU 8 is not there, or offline. Choose of 0-7.'],
    ['both', [2, 3], [0, 9], 'CPU 9 is not there, or offline; CPU 0 is not allowed'],
  ])('that are %s are refused: %j of %j', (_, allowed, pin, complaint) => {
    expect(() => choosePins({ pin }, machine(fakeCpus(allowed)))).toThrow(
      expect.objectContaining({ code: 'E_USAGE', message: expect.stringContaining(complaint) }),
    );
  });

  test('are asked of the kernel alone where /sys is masked', () => {
    const masked = machine(fakeCpus([0, 1]), {});
    expect(choosePins({ pin: [1] }, masked)?.workers).toEqual([1]);
    expect(() => choosePins({ pin: [4] }, masked)).toThrow(
      '--pin 4: CPU 4 is not there, or not allowed to this process. Choose of 0-1.',
    );
  });

  test('cannot be chosen without the addon, nor where the system knows no such thing', () => {
    const files = fakeSystem({});
    const missing = { loaded: { ok: false, reason: 'it is not built' } as const, files };
    expect(() => choosePins({ pinReceiver: [0] }, missing)).toThrow(
      '--pin-receiver 0: no process can be bound to a CPU, as it is not built.',
    );
    const refusing = machine({
      affinity: () => {
        throw Object.assign(new Error('ENOSYS'), {
          code: 'ENOSYS',
          errno: -38,
          syscall: 'sched_getaffinity',
        });
      },
      setAffinity: () => undefined,
    });
    expect(() => choosePins({ pin: [0] }, refusing)).toThrow(
      '--pin 0: ENOSYS (function not implemented) from sched_getaffinity',
    );
  });
});

describe('the CPUs of a run in words', () => {
  test.each([
    [undefined, 'none'],
    [{ workers: '0', receiver: '0' }, 'workers and their other ends on CPU 0'],
    [{ workers: '0,2', receiver: '1' }, 'workers on CPUs 0,2, their other ends on CPU 1'],
    [{ workers: null, receiver: '2-3' }, 'workers on any CPU, their other ends on CPUs 2-3'],
  ])('%j', (pinned, words) => {
    expect(pinnedName(pinned)).toBe(words);
  });
});
