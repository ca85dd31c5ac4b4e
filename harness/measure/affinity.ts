/** Starts processes on chosen CPUs, and asks which may be chosen. */
import type { Addon } from '../binding/addon.js';
import { loadAddon } from '../binding/load.js';

/** What of the addon this takes. */
export type CpuBinding = Pick<Addon, 'affinity' | 'setAffinity'>;

/**
 * Does `start`, which starts a process, so that the process runs on `cpus` alone: every thread it ever has and all
 * that it starts inherit them (sched_setaffinity(2)), from its first instruction, whatever language it is in. This
 * thread goes there for as long as that takes, and comes back.
 *
 * @param cpus undefined: wherever this process may run
 * @throws Node-shaped system error when they cannot be set; Error when the addon is missing
 */
export function startedOn<T>(
  cpus: readonly number[] | undefined,
  start: () => T,
  binding?: CpuBinding,
): T {
  if (cpus === undefined) return start();
  const bound = binding ?? loadedBinding();
  const before = bound.affinity();
  bound.setAffinity(cpus);
  try {
    return start();
  } finally {
    bound.setAffinity(before);
  }
}

/**
 * The CPUs that a process may be bound to, among `wanted` and those of now. The kernel says nothing of CPUs that a
 * cpuset forbids or that do not exist, so it is asked for all of them and then for what became of that.
 *
 * @throws Node-shaped system error where processes are bound to no CPU
 */
export function allowedCpus(wanted: readonly number[], binding: CpuBinding): number[] {
  const before = binding.affinity();
  // With those of now, so that something is left whatever is forbidden.
  return startedOn([...before, ...wanted], () => binding.affinity(), binding);
}

function loadedBinding(): CpuBinding {
  const loaded = loadAddon();
  if (loaded.ok) return loaded.addon;
  throw new Error(`No process can be bound to a CPU: ${loaded.reason}.`);
}
