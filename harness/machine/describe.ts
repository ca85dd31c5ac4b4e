/** Describes the machine and the directory under test. */
import { realpathSync, statfsSync } from 'node:fs';
import os from 'node:os';
import { fingerprint } from './fingerprint.js';
import type { Directory, Machine } from './machine.js';
import { blockDeviceOf, mountOf } from './mounts.js';
import { memoryField, readFact } from './proc-files.js';
import { describeVirtualisation, hasFreePageReporting } from './virtualisation.js';

const CPU_SETTINGS = '/sys/devices/system/cpu/cpu0/cpufreq';

/**
 * @param directory an existing directory on the filesystem under test
 * @param more further ones, where a run has several; they are in the fingerprint alone
 */
export function describeMachine(directory: string, more: readonly string[] = []): Machine {
  const cpus = os.cpus();
  const described: Omit<Machine, 'fingerprint'> = {
    hostname: os.hostname(),
    os: {
      name: operatingSystemName(),
      platform: os.platform(),
      kernel: os.release(),
      architecture: os.arch(),
    },
    cpu: {
      model: cpus[0]?.model.trim() ?? 'unknown',
      // Where /proc/stat is hidden none is listed: those that this process may use, then.
      cores: cpus.length || os.availableParallelism(),
      governor: readFact(`${CPU_SETTINGS}/scaling_governor`),
    },
    memory: {
      totalBytes: os.totalmem(),
      availableBytes: memoryField('MemAvailable') ?? os.freemem(),
    },
    virtualisation: describeVirtualisation(),
    load: loadAverages(),
    freePageReporting: hasFreePageReporting(),
    transparentHugePages: selected(readFact('/sys/kernel/mm/transparent_hugepage/enabled')),
    directory: describeDirectory(directory),
    runtime: {
      node: process.versions.node,
      libuv: process.versions.uv,
      v8: process.versions.v8,
    },
  };
  const directories = [described.directory, ...more.map(describeDirectory)];
  return { ...described, fingerprint: fingerprintOf(described, directories) };
}

/** @param directory an existing directory on a filesystem under test */
export function describeDirectory(directory: string): Directory {
  const path = realpathSync(directory);
  const mount = mountOf(path);
  const { bavail, bsize } = statfsSync(path);
  return {
    path,
    filesystem: mount?.filesystem ?? null,
    mountPoint: mount?.mountPoint ?? null,
    mountOptions: mount?.options ?? null,
    device: mount?.device ?? null,
    ...blockDeviceOf(mount),
    freeBytes: bavail * bsize,
  };
}

function fingerprintOf(
  machine: Omit<Machine, 'fingerprint'>,
  directories: readonly Directory[],
): string {
  const [first, ...others] = directories.map(({ filesystem, device }) => ({ filesystem, device }));
  return fingerprint({
    machineId: readFact('/etc/machine-id'),
    architecture: machine.os.architecture,
    cpuModel: machine.cpu.model,
    cores: machine.cpu.cores,
    totalBytes: machine.memory.totalBytes,
    filesystem: first?.filesystem ?? null,
    device: first?.device ?? null,
    ...(others.length > 0 && { others }),
  });
}

function loadAverages(): Machine['load'] {
  const [one = 0, five = 0, fifteen = 0] = os.loadavg();
  return [one, five, fifteen];
}

/** `Debian GNU/Linux 12 (bookworm)` from os-release(5), else what uname(2) calls the system. */
function operatingSystemName(): string {
  const release = readFact('/etc/os-release') ?? '';
  return /^PRETTY_NAME="?([^"\n]+)"?$/m.exec(release)?.[1] ?? os.type();
}

/** `always [madvise] never` -> `madvise`. */
function selected(text: string | null): string | null {
  return /\[([^[\]]+)\]/.exec(text ?? '')?.[1] ?? null;
}
