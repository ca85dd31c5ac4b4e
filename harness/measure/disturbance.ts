/** Whether a copy was disturbed from outside: this process or a child stopped and continued, the machine suspended, the clock set. */
import { readFact } from '../machine/proc-files.js';
import type { DisturbanceWatch } from './observer.js';

/** Clocks that run on in different ways while a machine sleeps, in milliseconds. */
export interface Clocks {
  /** CLOCK_MONOTONIC: stands still on Linux while the machine is suspended. */
  monotonicMs: () => number;
  /** CLOCK_BOOTTIME, in steps of 10 ms (proc_uptime(5)): goes on. Null where it is not told as finely as that. */
  bootMs: () => number | null;
  /** CLOCK_REALTIME: goes on, and jumps when somebody sets it. */
  realtimeMs: () => number;
}

const SYSTEM_CLOCKS: Clocks = {
  monotonicMs: () => performance.now(),
  bootMs: () => uptimeMs(),
  realtimeMs: () => Date.now(),
};

/** `os.uptime()` knows no more than whole seconds where there is no /proc/uptime: each would look like a sleep. */
export function uptimeMs(text = readFact('/proc/uptime')): number | null {
  const sinceBoot = /^(\d{1,12}\.\d\d) /.exec(text ?? '')?.[1];
  return sinceBoot === undefined ? null : Number(sinceBoot) * 1000;
}

/** What NTP slews and steps of the clocks may come to during one copy; a suspended machine sleeps for longer. */
const SUSPENDED_MS = 250;
/** Setting the clock harms no sample, but a virtual machine that was paused shows nothing else. */
const JUMPED_MS = 1000;

export interface OpenWatch extends DisturbanceWatch {
  /** Stops listening. */
  close(): void;
}

/** Processes that take part in copies, and how to ask whether one was stopped since it was last asked. */
export interface Children {
  pids: () => Iterable<number>;
  wasStopped: (pid: number) => boolean;
}

const NO_CHILDREN: Children = { pids: () => [], wasStopped: () => false };

/**
 * Watches this process, its clocks and its children; whoever opens it closes it.
 *
 * @param children nobody where the addon is missing: Node does not tell of stops
 */
export function watchDisturbances(
  children: Children = NO_CHILDREN,
  clocks: Clocks = SYSTEM_CLOCKS,
): OpenWatch {
  let continued = 0;
  // SIGTSTP and SIGSTOP stop a process without its doing; SIGCONT is what it sees of them (signal(7)).
  const listener = (): void => void (continued += 1);
  process.on('SIGCONT', listener);
  return {
    begin: () => {
      const before = continued;
      // Whoever was stopped before is asked away.
      stoppedAmong(children);
      const then = offsets(clocks);
      return () => {
        if (continued > before) return 'copybench was stopped and continued (SIGCONT)';
        const stopped = stoppedAmong(children);
        if (stopped !== undefined)
          return `a process that takes part in copies (${stopped}) was stopped and continued`;
        return jumpBetween(then, offsets(clocks));
      };
    },
    close: () => void process.off('SIGCONT', listener),
  };
}

/** One of those that were stopped since they were last asked; all of them are asked. */
function stoppedAmong({ pids, wasStopped }: Children): number | undefined {
  return [...pids()].filter(wasStopped)[0];
}

interface Offsets {
  bootMs: number | null;
  realtimeMs: number;
}

/** How far the other clocks are ahead of the monotonic one. */
function offsets({ monotonicMs, bootMs, realtimeMs }: Clocks): Offsets {
  const monotonic = monotonicMs();
  const boot = bootMs();
  return { bootMs: boot === null ? null : boot - monotonic, realtimeMs: realtimeMs() - monotonic };
}

function jumpBetween(before: Offsets, after: Offsets): string | undefined {
  const asleepMs =
    after.bootMs === null || before.bootMs === null ? 0 : after.bootMs - before.bootMs;
  if (asleepMs > SUSPENDED_MS) return `the machine was suspended for ${seconds(asleepMs)}`;
  const jumpedMs = after.realtimeMs - before.realtimeMs;
  if (Math.abs(jumpedMs) < JUMPED_MS) return undefined;
  return `the clock jumped by ${seconds(jumpedMs)}: it was set, or the machine was suspended`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
