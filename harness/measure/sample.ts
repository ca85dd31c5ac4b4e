/** One timed and checked copy, as it stands in `samples.jsonl`: one line each, in the order they were taken. */
import { z } from 'zod';
import { bounded } from '../core/bounded-schema.js';

const count = z.number().int().nonnegative();

/** Name under which the reference's second worker stands in samples; see docs/methodology.md, control arm. */
export const CONTROL = 'control';

export const sampleSchema = z.object({
  scenario: bounded.name,
  /** Strategy name, or `control` for the reference's second arm. */
  strategy: bounded.name,
  /** Pooled runs: which one, from 0. */
  run: count.optional(),
  /** 0 is the warm-up round, which is never summarised; measured rounds count from 1. */
  round: count,
  /** Place within the round, from 0. */
  position: count,
  /** When the copy began, nanoseconds since the run began (monotonic). */
  atNs: count,
  /** The measured time: opening the source to having closed both files. */
  elapsedNs: count,
  /** file-to-socket: until the sender had handed its last byte to the kernel; null elsewhere and where unknown. */
  sentNs: count.nullable(),
  /** The same copy seen from the worker's JavaScript, with the thread hop. */
  roundTripNs: count,
  bytes: count,
  /** Resources of this copy alone; null where they cannot be told (a program started without the addon). */
  cpuUserUs: count.nullable(),
  cpuSystemUs: count.nullable(),
  voluntarySwitches: count.nullable(),
  involuntarySwitches: count.nullable(),
  minorFaults: count.nullable(),
  majorFaults: count.nullable(),
  /** Peak resident set during this copy; null where it cannot be told apart. */
  peakRssBytes: count.nullable(),
  /** System calls that moved data; null where nobody counted. */
  systemCalls: count.nullable(),
  /** Longest delay of the worker's event loop during the copy (JavaScript strategies); null elsewhere. */
  eventLoopDelayMaxNs: count.nullable(),
  /** TCP: congestion control of both ends of the connection; null or absent where it cannot be told. */
  congestion: bounded.name.nullable().optional(),
  companionCongestion: bounded.name.nullable().optional(),
  /** How the result was checked. `none`: only its size was not even applicable (bounds). */
  checked: z.enum(['content', 'size', 'none']),
  /** Bytes of the destination that share extents with another file; null where the filesystem cannot tell. */
  sharedBytes: count.nullable(),
  /** Extents of the destination; absent where unknown, and while the filesystem has not placed all of it. */
  extents: count.optional(),
  /** What the destination takes on its filesystem (st_blocks), reserved or written; absent where no file is left. */
  allocatedBytes: count.optional(),
  /** Source pages resident before the copy, out of all; null where it could not be seen. */
  residentShare: z.number().min(0).max(1).nullable(),
  /**
   * How many times longer touching free memory took the first time than the second, just before the copy; null where it
   * could not be seen, absent where no state of memory was asked for.
   */
  touchFactor: z.number().nonnegative().nullable().optional(),
  /** Bytes that the block device under the source read during the copy, for anybody; absent where unknown. */
  deviceReadBytes: count.optional(),
  /** fdatasync(2) of the destination, in `elapsedNs`; absent from buffered scenarios. */
  syncNs: count.optional(),
  /** Dirty and writeback bytes of the whole machine before the copy; null where unknown. */
  dirtyBytesBefore: count.nullable(),
  /** CPU time the hypervisor gave to others while this copy ran, over all CPUs; null where unknown. */
  stealMs: z.number().nonnegative().nullable(),
  /** CPU time of the whole machine while this copy ran, with what the harness does around it; null where unknown. */
  machineCpuMs: z.number().nonnegative().nullable(),
  /** What it went into: `machineCpuMs` is the sum; absent where unknown. */
  machineCpu: z
    .object({
      userMs: z.number().nonnegative(),
      systemMs: z.number().nonnegative(),
      softirqMs: z.number().nonnegative(),
    })
    .optional(),
  /** Route `http`: the load, and what client and server saw of it. */
  http: z
    .object({
      requests: count,
      connections: count,
      /** Congestion control that the server sends with; null where it cannot be told. */
      congestion: bounded.name.nullable(),
      latencyP50Ns: count,
      /** Null with fewer than 300 requests. */
      latencyP99Ns: count.nullable(),
      /** Delays of the server's event loop beyond the timer's step; null where another program serves. */
      loopDelay: z.object({ p50Ns: count, p99Ns: count, maxNs: count }).nullable(),
    })
    .optional(),
  /** Untimed work around the copy. */
  settleNs: count,
  checkNs: count,
  deleteNs: count,
});

export type Sample = z.infer<typeof sampleSchema>;

/** Whether a sample belongs to the warm-up round. */
export function isWarmUp(sample: Sample): boolean {
  return sample.round === 0;
}
