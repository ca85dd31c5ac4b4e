/** What each check says of machines that are not this one, from trees that stand for their /proc and /sys. */
import { describe, expect, test } from 'vitest';
import { discoverChecks, examine, type Examined } from '../../../harness/machine/examine.js';
import { temporaryFolder } from '../../fakes/folders.js';
import { fakeSystem } from '../../fakes/system-files.js';

const directory = temporaryFolder()();
const CPU0 = '/sys/devices/system/cpu/cpu0';
const CPU1 = '/sys/devices/system/cpu/cpu1';
/** A mount of the directory under test with these options. */
const mounted = (filesystem: string, options: string) => ({
  '/proc/self/mountinfo': `36 1 254:1 / ${directory} ${options} - ${filesystem} /dev/vda1 rw`,
});
const meminfo = (fields: Readonly<Record<string, number>>) => ({
  '/proc/meminfo': Object.entries(fields)
    .map(([name, kib]) => `${name}:   ${kib} kB`)
    .join('\n'),
});

async function found(name: string, tree: Readonly<Record<string, string>>): Promise<Examined> {
  const checks = await examine({ directory, files: fakeSystem(tree), threadPoolSize: undefined });
  return checks.find((check) => check.name === name)!;
}

type Case = [
  name: string,
  tree: Record<string, string>,
  concern: Examined['concern'],
  value: string | RegExp,
];

const CASES: Case[] = [
  ['governor', { [`${CPU0}/cpufreq/scaling_governor`]: 'performance' }, 'good', 'performance'],
  [
    'governor',
    {
      [`${CPU0}/cpufreq/scaling_governor`]: 'powersave',
      [`${CPU1}/cpufreq/scaling_governor`]: 'x',
    },
    'doubt',
    'powersave, x',
  ],
  [
    'governor',
    {
      [`${CPU0}/cpufreq/scaling_governor`]: 'powersave',
      [`${CPU0}/cpufreq/scaling_driver`]: 'intel_pstate',
    },
    'note',
    'powersave',
  ],
  ['turbo', { '/sys/devices/system/cpu/intel_pstate/no_turbo': '1' }, 'good', 'off'],
  ['turbo', { '/sys/devices/system/cpu/cpufreq/boost': '1' }, 'note', 'on'],
  [
    'virtual-machine',
    { '/proc/cpuinfo': 'flags : fpu hypervisor', '/sys/class/dmi/id/product_name': 'KVM' },
    'note',
    'virtual machine (KVM)',
  ],
  ['virtual-machine', { '/proc/cpuinfo': 'flags : fpu' }, 'good', 'none seen'],
  ['steal', { '/proc/stat': 'cpu  900 0 50 9000 7 0 0 50 0 0' }, 'doubt', /^5 % /],
  ['steal', { '/proc/stat': 'cpu  900 0 99 9000 7 0 0 1 0 0' }, 'good', /^0.1 % /],
  [
    'load',
    { '/proc/loadavg': '1.51 1 1 1/1 1', '/proc/stat': 'cpu0 1\ncpu1 1' },
    'doubt',
    '1.51 on 2 CPUs',
  ],
  ['load', { '/proc/loadavg': '0.20 1 1 1/1 1', '/proc/stat': 'cpu0 1' }, 'good', '0.20 on 1 CPU'],
  ['swap', meminfo({ SwapTotal: 0, SwapFree: 0 }), 'good', 'none'],
  ['swap', meminfo({ SwapTotal: 2e6, SwapFree: 1e6 }), 'doubt', '1.02 GB of 2.05 GB used'],
  ['swap', meminfo({ SwapTotal: 2e6, SwapFree: 2e6 - 8 }), 'note', /^8.19 KB of /],
  ['memory', meminfo({ MemAvailable: 9e5 }), 'doubt', '922 MB available; dirty limits unknown'],
  [
    'memory',
    {
      ...meminfo({ MemAvailable: 10e6 }),
      '/proc/sys/vm/dirty_background_bytes': '0',
      '/proc/sys/vm/dirty_background_ratio': '10',
      '/proc/sys/vm/dirty_bytes': '5000000',
    },
    'good',
    '10.2 GB available; writeback from 1.02 GB dirty, writers slowed from 5.00 MB',
  ],
  ['filesystem', mounted('xfs', 'rw'), 'good', /^xfs \(clones/],
  ['filesystem', mounted('fuse.sshfs', 'rw'), 'note', /^fuse.sshfs \(a program/],
  ['mount-options', mounted('btrfs', 'rw,compress=zstd:3'), 'doubt', /zstd/],
  ['mount-options', mounted('btrfs', 'rw,compress=no'), 'good', /=no/],
  ['mount-options', mounted('xfs', 'rw,dax=always'), 'doubt', /dax/],
  ['mount-options', mounted('ext4', 'rw,sync'), 'doubt', /sync/],
  ['mount-options', mounted('ext4', 'rw,relatime,discard'), 'note', /discard/],
  ['mount-options', mounted('ext4', 'rw,relatime'), 'good', 'rw,relatime'],
  [
    'block-scheduler',
    {
      ...mounted('ext4', 'rw'),
      '/sys/dev/block/254:1/queue/scheduler': 'none [bfq]',
      '/sys/dev/block/254:1/queue/read_ahead_kb': '128',
      '/sys/dev/block/254:1/queue/rotational': '0',
    },
    'note',
    '/dev/vda1: bfq, read-ahead 128 KiB, not rotating',
  ],
  [
    'block-scheduler',
    {
      ...mounted('btrfs', 'rw'),
      '/sys/class/block/vda1/queue/scheduler': '[none]',
      '/sys/class/block/vda1/queue/read_ahead_kb': '64',
      '/sys/class/block/vda1/queue/rotational': '1',
    },
    'good',
    '/dev/vda1: none, read-ahead 64 KiB, rotating, or said to be',
  ],
  [
    'huge-pages',
    { '/sys/kernel/mm/transparent_hugepage/enabled': 'a [madvise] b' },
    'good',
    'madvise',
  ],
  ['huge-pages', { '/sys/kernel/mm/transparent_hugepage/enabled': 'a [never]' }, 'note', 'never'],
  [
    'pipe-size',
    { '/proc/sys/fs/pipe-max-size': '65536', '/proc/sys/fs/pipe-user-pages-soft': '16384' },
    'doubt',
    'at most 64 KiB each, 16384 pages for one user',
  ],
  [
    'pipe-size',
    { '/proc/sys/fs/pipe-max-size': '1048576', '/proc/sys/fs/pipe-user-pages-soft': '0' },
    'good',
    'at most 1 MiB each, no soft limit',
  ],
  ['io-uring', { '/proc/sys/kernel/io_uring_disabled': '0' }, 'good', 'allowed'],
  [
    'io-uring',
    { '/proc/sys/kernel/io_uring_disabled': '0', '/proc/self/status': 'Seccomp:\t2' },
    'note',
    'allowed, and a seccomp filter is active',
  ],
  ['io-uring', { '/proc/sys/kernel/io_uring_disabled': '2' }, 'note', 'switched off'],
  [
    'perf-events',
    {
      '/proc/sys/kernel/perf_event_paranoid': '4',
      '/sys/bus/event_source/devices/software/type': '1',
    },
    'note',
    /paranoid 4; no hardware/,
  ],
  [
    'perf-events',
    { '/proc/sys/kernel/perf_event_paranoid': '1' },
    'good',
    'perf_event_paranoid 1; /sys/bus/event_source/devices cannot be read',
  ],
  [
    'perf-events',
    { '/proc/sys/kernel/perf_event_paranoid': '1', '/sys/bus/event_source/devices/cpu/type': '4' },
    'good',
    'perf_event_paranoid 1; hardware counters',
  ],
  ['congestion-control', { '/proc/sys/net/ipv4/tcp_congestion_control': 'cubic' }, 'good', 'cubic'],
  [
    'congestion-control',
    {
      '/proc/sys/net/ipv4/tcp_congestion_control': 'bbr',
      '/proc/sys/net/ipv4/tcp_allowed_congestion_control': 'reno cubic',
      '/proc/sys/net/ipv4/tcp_available_congestion_control': 'reno cubic bbr',
    },
    'note',
    'bbr; cubic may be asked for',
  ],
  ['cpu-affinity', { '/proc/self/status': 'Cpus_allowed_list:\t3' }, 'doubt', '3'],
  [
    'cpu-affinity',
    { '/proc/self/status': 'Cpus_allowed_list:\t0-1', '/sys/devices/system/cpu/online': '0-3' },
    'note',
    '0-1 of 0-3 online',
  ],
  ['smt', { [`${CPU0}/topology/thread_siblings_list`]: '0-1' }, 'note', '0-1'],
  ['smt', { [`${CPU0}/topology/thread_siblings_list`]: '0' }, 'good', 'none seen'],
  [
    'container-memory',
    { '/proc/self/cgroup': '0::/a/b', '/sys/fs/cgroup/a/memory.max': '536870912' },
    'doubt',
    'at most 537 MB',
  ],
  [
    'container-memory',
    {
      '/proc/self/cgroup': '5:memory:/box',
      '/sys/fs/cgroup/memory/box/memory.limit_in_bytes': '4000000000',
      ...meminfo({ MemTotal: 8e6 }),
    },
    'note',
    'at most 4.00 GB',
  ],
  [
    'container-memory',
    { '/proc/self/cgroup': '0::/', '/sys/fs/cgroup/memory.max': 'max' },
    'good',
    'no limit',
  ],
  [
    'container-cpu',
    { '/proc/self/cgroup': '0::/a', '/sys/fs/cgroup/a/cpu.max': '150000 100000' },
    'doubt',
    '1.5 CPUs',
  ],
  [
    'container-cpu',
    { '/proc/self/cgroup': '0::/a', '/sys/fs/cgroup/a/cpu.max': 'max 100000' },
    'good',
    'no limit',
  ],
  [
    'container-cpu',
    {
      '/proc/self/cgroup': '4:cpu,cpuacct:/',
      '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '50000',
      '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000',
    },
    'doubt',
    '0.5 CPUs',
  ],
  [
    'timer-resolution',
    { '/sys/devices/system/clocksource/clocksource0/current_clocksource': 'hpet' },
    'doubt',
    /^hpet, steps of /,
  ],
  [
    'kernel',
    { '/proc/version': 'Linux version 4.4.0 (x) #1 SMP Sun Jan 10 15:06:54 PST 2016' },
    'doubt',
    /^gVisor/,
  ],
  [
    'kernel',
    { '/proc/version': 'Linux version 5.15.1-microsoft-standard-WSL2 (x)' },
    'note',
    /^WSL 2/,
  ],
  ['kernel', { '/proc/version': 'Linux version 4.4.0-19041-Microsoft (x)' }, 'doubt', /^WSL 1/],
  [
    'host-memory',
    { '/sys/bus/virtio/drivers/virtio_balloon/virtio2/features': '000001' },
    'note',
    'free pages are reported to the host',
  ],
  [
    'host-memory',
    { '/sys/bus/virtio/drivers/virtio_balloon/virtio2/features': '000000' },
    'note',
    'a balloon, without reporting of free pages',
  ],
];

describe('checks', () => {
  test.each(CASES)('%s of %j: %s', async (name, tree, concern, value) => {
    const check = await found(name, tree);
    expect(check).toMatchObject({ available: true, concern });
    expect(check.value).toEqual(typeof value === 'string' ? value : expect.stringMatching(value));
    if (concern === 'doubt') expect(check.remedy).toMatch(/\.$/);
  });

  test('a thread pool of another size is worth knowing', async () => {
    const checks = await examine({ directory, files: fakeSystem({}), threadPoolSize: '16' });
    expect(checks.find(({ name }) => name === 'node-runtime')).toMatchObject({
      concern: 'note',
      value: expect.stringContaining('pool of 16'),
    });
  });

  test('where /proc and /sys are masked, nothing is assumed and nothing breaks', async () => {
    const checks = await examine({ directory, files: fakeSystem({}), threadPoolSize: undefined });
    expect(checks.map(({ name }) => name)).toEqual(
      (await discoverChecks()).map(({ name }) => name),
    );
    const told = checks.filter(({ available }) => available).map(({ name }) => name);
    // These ask no file, or say what a missing one means.
    const asking = ['cache-proof', 'disk-space', 'node-runtime', 'timer-resolution'];
    expect(told.filter((name) => !asking.includes(name))).toEqual([]);
    expect(checks.filter(({ available, value }) => !available && value === '')).toEqual([]);
  });

  test.each([
    ['governor', '/sys/devices/system/cpu cannot be read'],
    ['turbo', '/sys/devices/system/cpu cannot be read'],
    ['block-scheduler', '/sys/dev cannot be read'],
    ['container-cpu', '/sys/fs/cgroup cannot be read'],
    ['container-memory', '/sys/fs/cgroup cannot be read'],
    ['host-memory', '/sys/bus cannot be read'],
  ])('%s says that /sys is masked, and does not take it for an answer', async (name, value) => {
    const tree = { ...mounted('ext4', 'rw'), '/proc/self/cgroup': '0::/', '/proc/cpuinfo': 'x' };
    expect(await found(name, tree)).toMatchObject({ available: false, value });
  });

  test('what no kernel counts to is not known, or no limit', async () => {
    const endless = '9'.repeat(400);
    const stat = `cpu  900 0 50 ${endless} 7 0 0 50 0 0\ncpu0 1`;
    expect(await found('steal', { '/proc/stat': stat })).toMatchObject({ available: false });
    expect(await found('load', { '/proc/loadavg': endless, '/proc/stat': stat })).toMatchObject({
      available: false,
    });
    const cgroup = { '/proc/self/cgroup': '0::/', '/sys/fs/cgroup/cpu.max': `${endless} 1000` };
    expect(await found('container-cpu', cgroup)).toMatchObject({ value: 'no limit' });
  });

  test('a check that breaks is a fact that is not known', async () => {
    const checks = await examine({
      directory: `${directory}/gone`,
      files: fakeSystem({}),
      threadPoolSize: undefined,
    });
    expect(checks.find(({ name }) => name === 'disk-space')).toMatchObject({
      available: false,
      concern: 'unknown',
      value: 'the check failed: ENOENT (no such file or directory) from statfs',
    });
  });
});
