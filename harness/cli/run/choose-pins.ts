/** Which CPUs a run is kept on, checked before anything is measured. */
import { loadAddon } from '../../binding/load.js';
import type { RunOptions } from '../../config/run-options.js';
import { formatCpuList, parseCpuList } from '../../core/cpu-list.js';
import { describeError, HarnessError } from '../../core/errors.js';
import { SystemFiles } from '../../machine/system-files.js';
import { allowedCpus, type CpuBinding } from '../../measure/affinity.js';
import type { PinnedRecord } from '../../results/asked.js';

/** CPUs, lowest first; undefined where anywhere will do. */
export interface Pins {
  /** Of workers and servers, and of whatever they start. */
  workers: number[] | undefined;
  /** Of the other end of connections. */
  receiver: number[] | undefined;
}

const ONLINE = '/sys/devices/system/cpu/online';

/** What is asked about CPUs; tests ask another machine. */
export interface CpuSource {
  loaded: { ok: true; addon: CpuBinding } | { ok: false; reason: string };
  files: Pick<SystemFiles, 'read'>;
}

/**
 * What --pin and --pin-receiver ask for; the receiver goes where the workers go, unless it is told.
 *
 * @returns null when neither was given
 * @throws HarnessError `E_USAGE` naming the CPUs that do not exist or are not allowed, and those that are
 */
export function choosePins(
  { pin, pinReceiver }: Pick<RunOptions, 'pin' | 'pinReceiver'>,
  source: CpuSource = { loaded: loadAddon(), files: new SystemFiles() },
): Pins | null {
  if (pin) requireAllowed('--pin', pin, source);
  if (pinReceiver) requireAllowed('--pin-receiver', pinReceiver, source);
  if (!pin && !pinReceiver) return null;
  return { workers: pin, receiver: pinReceiver ?? pin };
}

/** The same as the record has it. */
export function pinnedRecordOf({ workers, receiver }: Pins): PinnedRecord {
  return { workers: listOf(workers), receiver: listOf(receiver) };
}

function listOf(cpus: readonly number[] | undefined): string | null {
  return cpus ? formatCpuList(cpus) : null;
}

function requireAllowed(flag: string, wanted: readonly number[], { loaded, files }: CpuSource) {
  const refuse = (reason: string) =>
    new HarnessError('E_USAGE', `${flag} ${formatCpuList(wanted)}: ${reason}`);
  if (!loaded.ok) throw refuse(`no process can be bound to a CPU, as ${loaded.reason}.`);
  const online = parseCpuList(files.read(ONLINE) ?? '');
  let allowed: number[];
  try {
    allowed = allowedCpus([...(online ?? []), ...wanted], loaded.addon);
  } catch (error) {
    throw refuse(`${describeError(error)}: no process can be bound to a CPU here. Leave it out.`);
  }
  const forbidden = wanted.filter((cpu) => !allowed.includes(cpu));
  if (forbidden.length === 0) return;
  throw refuse(`${why(forbidden, online)}. Choose of ${formatCpuList(allowed)}.`);
}

/** @param online null where /sys does not tell */
function why(forbidden: readonly number[], online: readonly number[] | null): string {
  if (online === null) return `${named(forbidden)} not there, or not allowed to this process`;
  const absent = forbidden.filter((cpu) => !online.includes(cpu));
  const kept = forbidden.filter((cpu) => online.includes(cpu));
  return [
    ...(absent.length > 0 ? [`${named(absent)} not there, or offline`] : []),
    ...(kept.length > 0
      ? [`${named(kept)} not allowed to this process, by a container or another cpuset(7)`]
      : []),
  ].join('; ');
}

function named(cpus: readonly number[]): string {
  return cpus.length === 1 ? `CPU ${cpus[0]} is` : `CPUs ${formatCpuList(cpus)} are`;
}
