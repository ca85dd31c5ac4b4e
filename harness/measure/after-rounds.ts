/** What is asked of a scenario's workers after its last round, when nothing is timed any more. */
import type { CallCount } from './call-count.js';
import type { ClientFigure } from './client-figure.js';
import type { EventCount } from './event-count.js';
import type { Arm } from './plan.js';
import { CONTROL } from './sample.js';
import type { Worker } from './worker-process.js';

/** Counts the system calls of `copy`. Never rejects. */
export type CountCalls = (
  arm: Arm,
  worker: Worker,
  copy: () => Promise<unknown>,
) => Promise<CallCount>;

/** Counts what the kernel and the CPU do during `copy`. Never rejects. */
export type CountEvents = (
  arm: Arm,
  worker: Worker,
  copy: () => Promise<unknown>,
) => Promise<EventCount>;

/** Has other clients than the harness's own put a load on the servers of these arms. Never rejects. */
export type AskOthers = (
  arms: readonly Arm[],
) => Promise<ReadonlyMap<string, readonly ClientFigure[]>>;

/** What a route offers; each is absent where nobody wants to know. */
export interface Afterwards {
  /** Has one more copy made, which is no sample, and tells its system calls. */
  countCalls?: CountCalls;
  /** The same for events; a copy of its own, which strace is not in the way of. */
  countEvents?: CountEvents;
  askOthers?: AskOthers;
}

/** By strategy name, as far as it was asked for. */
export interface ToldAfterwards {
  calls: ReadonlyMap<string, CallCount>;
  events: ReadonlyMap<string, EventCount>;
  clients: ReadonlyMap<string, readonly ClientFigure[]>;
}

/**
 * Asks those that still work; the control would only say what the reference says.
 *
 * @param copy has one copy made, the worker being as warm as it will ever be
 * @param signal aborted by Ctrl-C: then nothing more is asked
 */
export async function askAfterwards(
  workers: ReadonlyMap<Arm, Worker>,
  { countCalls, countEvents, askOthers }: Afterwards,
  copy: (arm: Arm, worker: Worker, position: number) => Promise<unknown>,
  signal: AbortSignal,
): Promise<ToldAfterwards> {
  const calls = new Map<string, CallCount>();
  const asked = [...workers].filter(([{ name }]) => name !== CONTROL);
  const events = new Map<string, EventCount>();
  for (const [position, [arm, worker]] of asked.entries()) {
    if (signal.aborted) break;
    if (arm.strategy.class !== 'copy') continue;
    const again = () => copy(arm, worker, position);
    if (countEvents) events.set(arm.name, await countEvents(arm, worker, again));
    if (countCalls && !signal.aborted) calls.set(arm.name, await countCalls(arm, worker, again));
  }
  const asksOthers = askOthers !== undefined && asked.length > 0 && !signal.aborted;
  const clients = asksOthers ? await askOthers(asked.map(([arm]) => arm)) : new Map();
  return { calls, events, clients };
}
