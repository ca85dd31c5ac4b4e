/** Where the kernel hides or refuses something, that is told with what to do about it; all else is measured as ever. */
import { chmodSync, chownSync, mkdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadAddon } from '../../../harness/binding/load.js';
import { packageRoot } from '../../../harness/core/package-root.js';
import { temporaryFolder } from '../../fakes/folders.js';
import {
  asNobody,
  doctorWithin,
  HIDEABLE,
  hiding,
  messagesOf,
  NOBODY,
  refusing,
  runWithin,
  whyNot,
  WITHOUT_PROC,
  WITHOUT_SYS,
  WITHOUT_SYSCTL,
} from './hidden.js';
import { samplesIn } from './program.js';

const path = temporaryFolder();
const noAddon = loadAddon().ok ? '' : ' (skipped: needs the native addon)';
const noMounts = whyNot(WITHOUT_SYS) || noAddon;

describe.skipIf(noMounts !== '')(`hidden files${noMounts}`, () => {
  test('no /proc: said in each place that would have needed it', async () => {
    const checks = await doctorWithin([WITHOUT_PROC], path());
    for (const name of ['container-cpu', 'filesystem', 'io-uring', 'kernel', 'memory', 'steal'])
      expect(checks.get(name)).toMatchObject({ available: false });
    expect(checks.get('cache-proof')).toMatchObject({ available: true });
    const record = runWithin([WITHOUT_PROC], path(), path('no-proc'));
    expect(messagesOf(record, 'settle-unknown')).toHaveLength(1);
    const [unseen] = messagesOf(record, 'machine-unseen');
    for (const file of ['stat', 'meminfo', 'cpuinfo', 'uptime', 'self/mountinfo'])
      expect(unseen).toContain(`/proc/${file} (`);
    // A clock in whole seconds is no machine that sleeps.
    expect(messagesOf(record, 'sample-discarded').join()).not.toContain('suspended');
    const { machine, scenarios } = record;
    expect(machine.cpu).toMatchObject({ model: 'unknown', cores: expect.any(Number) });
    expect(machine.cpu.cores).toBeGreaterThan(0);
    expect(machine.directory).toMatchObject({ filesystem: null, device: null });
    expect(scenarios[0]?.cache).toBe('warm');
    for (const strategy of scenarios[0]?.strategies ?? []) {
      if (strategy.outcome !== 'measured') continue;
      const reason = expect.stringMatching(
        /^the threads of its worker cannot be read from \/proc: /,
      );
      expect(strategy.events).toEqual({ counted: false, reason });
      if (strategy.runtime !== 'native')
        expect(strategy.calls).toMatchObject({
          counted: null,
          reason: expect.stringMatching(
            /strace tells files apart by \/proc|strace is not installed/,
          ),
        });
    }
  });

  test('no /sys: no limit, no counter and no balloon is ruled out, and no ballast is taken for needless', async () => {
    const checks = await doctorWithin([WITHOUT_SYS], path());
    for (const name of [
      'container-cpu',
      'container-memory',
      'governor',
      'turbo',
      'block-scheduler',
    ])
      expect(checks.get(name)).toMatchObject({
        available: false,
        value: expect.stringMatching(/cannot be read$/),
      });
    expect(checks.get('perf-events')?.value).not.toContain('no hardware counters');
    const record = runWithin([WITHOUT_SYS], path(), path('no-sys'), '--ballast', 'auto');
    for (const folder of ['/sys/dev', '/sys/bus', '/sys/devices/system/cpu'])
      expect(messagesOf(record, 'machine-unseen').join()).toContain(`${folder} (`);
    const isGuest = record.machine.virtualisation !== null;
    expect(record.machine.freePageReporting).toBe(isGuest ? null : false);
    expect(record.ballast).toMatchObject({ state: 'none' });
    expect(messagesOf(record, 'ballast-missing')).toHaveLength(isGuest ? 1 : 0);
    expect(checks.get('host-memory')).toMatchObject({ available: !isGuest });
  });

  test('masked files of /proc: the same', async () => {
    const checks = await doctorWithin([hiding(...HIDEABLE)], path());
    for (const name of ['load', 'memory', 'swap', 'steal', 'filesystem', 'mount-options'])
      expect(checks.get(name)).toMatchObject({ available: false });
    const record = runWithin([hiding(...HIDEABLE)], path(), path('masked'));
    expect(messagesOf(record, 'settle-unknown')).toHaveLength(1);
    expect(messagesOf(record, 'machine-unseen').join()).not.toContain('/sys');
    expect(record.machine.cpu.cores).toBeGreaterThan(0);
    for (const sample of samplesIn(path('masked')))
      expect(sample).toMatchObject({ stealMs: null, dirtyBytesBefore: null, machineCpuMs: null });
  });
});

const noNobody = whyNot(asNobody()) || noAddon;

describe('--drop-caches', () => {
  const cold = ['--cache', 'cold', '--drop-caches'];
  const folder = temporaryFolder(packageRoot());
  mkdirSync(folder('ours'));
  chmodSync(folder(), 0o755);
  if (noNobody === '') chownSync(folder('ours'), NOBODY, NOBODY);

  test.skipIf(noMounts !== '')(
    `as root without /proc/sys to write to: told, and the source is cold all the same${noMounts}`,
    () => {
      const record = runWithin([WITHOUT_SYSCTL], folder(), folder('out'), ...cold);
      expect(messagesOf(record, 'caches-not-dropped')).toEqual([
        expect.stringMatching(/drop_caches was not written to: EROFS/),
      ]);
      expect(record.scenarios[0]?.cache).toMatch(/cold$/);
      expect(messagesOf(record, 'cache-not-cold')).toEqual([]);
    },
  );

  test.skipIf(noNobody !== '')(`as an ordinary user: the same${noNobody}`, () => {
    const record = runWithin([asNobody()], folder('ours'), folder('ours', 'out'), ...cold);
    expect(messagesOf(record, 'caches-not-dropped')).toEqual([
      expect.stringMatching(/drop_caches was not written to: EACCES/),
    ]);
    expect(record.scenarios[0]?.cache).toMatch(/cold$/);
    expect(messagesOf(record, 'cache-not-cold')).toEqual([]);
  });
});

const noSeccomp = whyNot(refusing('cachestat', 'ENOSYS')) || noAddon;

describe.skipIf(noSeccomp !== '')(`refused system calls${noSeccomp}`, () => {
  test('cachestat, as before Linux 6.5: mincore proves the same', async () => {
    const old = refusing('cachestat', 'ENOSYS');
    const checks = await doctorWithin([old], path());
    expect(checks.get('cache-proof')).toMatchObject({
      concern: 'note',
      value: expect.stringMatching(/^mincore\(2\); cachestat: ENOSYS/),
    });
    const record = runWithin([old], path(), path('old'));
    expect(record.scenarios[0]?.cache).toBe('warm');
    expect(record.warnings.filter(({ code }) => code.startsWith('cache'))).toEqual([]);
  });

  test('perf_event_open: no events, with the reason, and all else', () => {
    const record = runWithin([refusing('perf_event_open', 'EACCES')], path(), path('no-perf'));
    for (const strategy of record.scenarios[0]?.strategies ?? [])
      expect(strategy).toMatchObject({
        events: {
          counted: false,
          reason: expect.stringMatching(/^EACCES from perf_event_open\(2\).+it takes 1 or less/),
        },
      });
  });
});
