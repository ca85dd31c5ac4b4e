/** CPU time of the whole machine (proc_stat(5)): what a copy costs beside its own process is in here. */
import { readFact } from '../machine/proc-files.js';

/** USER_HZ, which /proc/stat counts in: 100 on every Linux that Node runs on (time(7)). */
const TICK_MS = 10;

/** Milliseconds that all CPUs together were busy, by what with. */
export interface MachineCpu {
  /** In programs, niced ones with them. */
  userMs: number;
  /** In the kernel, for programs or by itself, with hardware interrupts. */
  systemMs: number;
  /** In what interrupts leave for later, such as the network's receiving side. */
  softirqMs: number;
}

/** Since boot; null where unknown. */
export function machineCpu(stat = readFact('/proc/stat')): MachineCpu | null {
  const fields = /^cpu\s+(?<fields>[\d ]+)/.exec(stat ?? '')?.groups?.['fields'];
  const ticks = fields?.split(' ').map(Number);
  if (ticks === undefined || !ticks.every(Number.isSafeInteger)) return null;
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = ticks;
  return {
    userMs: (user + nice) * TICK_MS,
    systemMs: (system + irq) * TICK_MS,
    softirqMs: softirq * TICK_MS,
  };
}

/** What was added between two readings; null where one is unknown. */
export function machineCpuBetween(
  before: MachineCpu | null,
  after: MachineCpu | null,
): MachineCpu | null {
  if (before === null || after === null) return null;
  // Fields of /proc/stat have been seen to go back by a tick.
  const added = (key: keyof MachineCpu): number => Math.max(0, after[key] - before[key]);
  return { userMs: added('userMs'), systemMs: added('systemMs'), softirqMs: added('softirqMs') };
}

/** All of it together. */
export function busyMs({ userMs, systemMs, softirqMs }: MachineCpu): number {
  return userMs + systemMs + softirqMs;
}
