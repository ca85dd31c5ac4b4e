/** Counts what the kernel and the CPU do for a worker's process while it makes one copy (perf_event_open(2)). */
import { readdirSync } from 'node:fs';
import { getSystemErrorName } from 'node:util';
import { z } from 'zod';
import type { Addon, CountedEvent } from '../binding/addon.js';
import { bounded } from '../core/bounded-schema.js';
import { describeError } from '../core/errors.js';
import { readFact } from '../machine/proc-files.js';

const count = z.number().nonnegative();

const hardwareSchema = z.discriminatedUnion('counted', [
  z.object({ counted: z.literal(true), cycles: count, instructions: count, cacheMisses: count }),
  z.object({ counted: z.literal(false), reason: bounded.text }),
]);

/** Of one copy that is no sample, by all threads of its worker and what they started, garbage collection included. */
export const eventCountSchema = z.discriminatedUnion('counted', [
  z.object({
    counted: z.literal(true),
    taskClockNs: count,
    contextSwitches: count,
    cpuMigrations: count,
    pageFaults: count,
    hardware: hardwareSchema,
  }),
  z.object({ counted: z.literal(false), reason: bounded.text }),
]);
export type EventCount = z.infer<typeof eventCountSchema>;

/** One more copy of every strategy has to stay small beside the rounds. */
const LARGEST_BYTES = 256e6;

/**
 * Has `copy` made by process `id` and counts. A copy that failed here is no failure of its strategy.
 *
 * @param addon undefined where it is not built
 * @param sizeBytes of the copy; larger ones than 256 MB are not made
 */
export async function countEvents(
  addon: Pick<Addon, 'countEvents'> | undefined,
  id: number | undefined,
  copy: () => Promise<unknown>,
  sizeBytes: number,
): Promise<EventCount> {
  if (sizeBytes > LARGEST_BYTES)
    return notCounted(
      'one more copy of this size would take long; copies up to 256 MB are counted',
    );
  if (addon === undefined) return notCounted('the native addon is not built');
  if (id === undefined) return notCounted('its worker is no process');
  const threads = threadsOf(id);
  if (typeof threads === 'string') return notCounted(threads);
  try {
    const read = addon.countEvents(threads);
    try {
      await copy();
    } catch (error) {
      read();
      return notCounted(`the copy failed: ${describeError(error)}`);
    }
    return eventCountOf(read());
  } catch (error) {
    return notCounted(describeError(error));
  }
}

function notCounted(reason: string): EventCount {
  return { counted: false, reason };
}

/**
 * Those of libuv's pool are there already, and threads hand their counters only to what they start.
 *
 * @returns why they are not known, where they are not
 */
function threadsOf(id: number): number[] | string {
  try {
    return readdirSync(`/proc/${id}/task`).map(Number);
  } catch (error) {
    return `the threads of its worker cannot be read from /proc: ${describeError(error)}`;
  }
}

function eventCountOf(events: readonly CountedEvent[]): EventCount {
  const byName = new Map(events.map((event) => [event.name, event]));
  const software = valuesOf(byName, [
    'task-clock',
    'context-switches',
    'cpu-migrations',
    'page-faults',
  ]);
  if (!software.ok) return notCounted(refusal(software.errno));
  const [taskClockNs = 0, contextSwitches = 0, cpuMigrations = 0, pageFaults = 0] = software.values;
  const counted = { taskClockNs, contextSwitches, cpuMigrations, pageFaults };
  return { counted: true, ...counted, hardware: hardwareOf(byName) };
}

function hardwareOf(byName: ReadonlyMap<string, CountedEvent>): z.infer<typeof hardwareSchema> {
  const found = valuesOf(byName, ['cycles', 'instructions', 'cache-misses']);
  if (!found.ok) return { counted: false, reason: hardwareRefusal(found.errno) };
  const [cycles = 0, instructions = 0, cacheMisses = 0] = found.values;
  return { counted: true, cycles, instructions, cacheMisses };
}

type Values = { ok: true; values: number[] } | { ok: false; errno: number };

function valuesOf(byName: ReadonlyMap<string, CountedEvent>, names: readonly string[]): Values {
  const values: number[] = [];
  for (const name of names) {
    const event = byName.get(name);
    if (event === undefined || event.value === null) return { ok: false, errno: event?.errno ?? 0 };
    values.push(event.value);
  }
  return { ok: true, values };
}

/** ENOENT, EOPNOTSUPP and ENODEV are the kernel's words for a counter that is not there (perf_event_open(2)). */
const ABSENT = new Set(['ENOENT', 'EOPNOTSUPP', 'ENOTSUP', 'ENODEV']);

function hardwareRefusal(errno: number): string {
  const code = codeOf(errno);
  return ABSENT.has(code)
    ? `this CPU, or the hypervisor above it, has no such counters (${code})`
    : refusal(errno);
}

/** @param paranoid content of /proc/sys/kernel/perf_event_paranoid; null where it cannot be read */
export function refusal(
  errno: number,
  paranoid = readFact('/proc/sys/kernel/perf_event_paranoid'),
): string {
  const code = codeOf(errno);
  if (code === 'ENOSYS') return 'this system has no perf_event_open(2)';
  if (code !== 'EACCES' && code !== 'EPERM') return `${code} from perf_event_open(2)`;
  const level = paranoid === null ? '' : `; kernel.perf_event_paranoid is ${paranoid.trim()}`;
  return `${code} from perf_event_open(2)${level}: it takes 1 or less, CAP_PERFMON or root, and no container that forbids it`;
}

function codeOf(errno: number): string {
  return errno > 0 ? getSystemErrorName(-errno) : 'no answer';
}
