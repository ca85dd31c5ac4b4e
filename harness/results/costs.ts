/** What copies of one strategy cost, beyond its time: the fields of the record, and what samples say of them. */
import { z } from 'zod';
import { eventCountSchema } from '../measure/event-count.js';
import type { Sample } from '../measure/sample.js';
import { mean, meanOf, medianOf } from './of-samples.js';

const amount = z.number().nonnegative();

/** Absent from records of earlier versions, and where no sample knows. */
export const costFields = {
  /** Means: kernels tell the halves apart at ticks, so that single samples show one or the other; the sum is exact. */
  cpuUserUs: amount.optional(),
  cpuSystemUs: amount.optional(),
  /** Median of the longest delay in each sample; JavaScript strategies and servers in Node. */
  eventLoopDelayMaxNs: amount.optional(),
  /** Of the whole machine, a copy. Means, as single samples are counted in ticks; absent from short copies. */
  machineCpu: z
    .object({
      userMs: amount,
      systemMs: amount,
      softirqMs: amount,
      /** That a hypervisor gave to others; null where no sample knows. */
      stealMs: amount.nullable(),
    })
    .optional(),
  /** Medians. Of the destination: bytes that another file shares, and the pieces it lies in. */
  sharedBytes: amount.optional(),
  extents: amount.optional(),
  /** Of one copy that is no sample, by perf_event_open(2), or why nobody counted. */
  events: eventCountSchema.optional(),
};
export type Costs = z.infer<z.ZodObject<typeof costFields>>;

/** Ticks of 10 ms and the harness's own work around a copy drown in a copy of at least this. */
const LONG_ENOUGH_NS = 50e6;

/** Whether the machine's CPU time says something of copies that take `medianNs`. */
export function isLongEnough(medianNs: number): boolean {
  return medianNs >= LONG_ENOUGH_NS;
}

/** @param medianNs median time of these samples */
export function costsOf(samples: readonly Sample[], medianNs: number): Costs {
  const figures = {
    cpuUserUs: meanOf(samples, (sample) => sample.cpuUserUs),
    cpuSystemUs: meanOf(samples, (sample) => sample.cpuSystemUs),
    eventLoopDelayMaxNs: medianOf(samples, (sample) => sample.eventLoopDelayMaxNs),
    sharedBytes: medianOf(samples, (sample) => sample.sharedBytes),
    extents: medianOf(samples, (sample) => sample.extents ?? null),
  };
  const known = Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== null));
  const machineCpu = isLongEnough(medianNs) ? machineCpuOf(samples) : undefined;
  return { ...known, ...(machineCpu && { machineCpu }) };
}

function machineCpuOf(samples: readonly Sample[]): Costs['machineCpu'] {
  const known = samples.flatMap(({ machineCpu }) => machineCpu ?? []);
  if (known.length === 0) return undefined;
  const stolen = samples.map(({ stealMs }) => stealMs).filter((ms) => ms !== null);
  return {
    userMs: mean(known.map(({ userMs }) => userMs)),
    systemMs: mean(known.map(({ systemMs }) => systemMs)),
    softirqMs: mean(known.map(({ softirqMs }) => softirqMs)),
    stealMs: stolen.length === 0 ? null : mean(stolen),
  };
}
