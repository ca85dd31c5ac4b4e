/** Counts the system calls of one copy: those that moved its bytes, by name, and all others. */
import { z } from 'zod';
import { bounded } from '../core/bounded-schema.js';
import type { TracedCall, TracedDescriptor } from './traced-call.js';

const count = z.number().int().nonnegative();

export const callCountSchema = z.discriminatedUnion('counted', [
  z.object({
    counted: z.literal('strace'),
    /** Calls that moved bytes of the copy, or tried to, by name. */
    byName: bounded.table(count),
    /** Mean of those that moved something; null where none did. */
    bytesPerCall: z.number().nonnegative().nullable(),
    /** Most that one of them moved; absent from records of earlier versions. */
    largestBytes: count.optional(),
    /** All other calls of the worker and what it started: opening, waiting, waking threads. */
    others: count,
    /** Those by name; absent from records of earlier versions, as are the next two. */
    othersByName: bounded.table(count).optional(),
    /** How many threads moved bytes of the copy, those of started programs with them. */
    threads: count.optional(),
    /** How many of the calls in `byName` the worker's main thread made, on which its JavaScript runs. */
    byMainThread: count.optional(),
  }),
  z.object({ counted: z.literal('copier') }),
  z.object({ counted: z.null(), reason: bounded.text }),
]);
export type CallCount = z.infer<typeof callCountSchema>;

/** @param why as the end of a sentence, without its full stop */
export function notCounted(why: string): CallCount {
  return { counted: null, reason: `not counted: ${why}` };
}

/** Which descriptors are the two ends of a copy, by what strace says of them. */
export interface CopyEnds {
  isSource(descriptor: TracedDescriptor): boolean;
  isDestination(descriptor: TracedDescriptor): boolean;
}

const READS = /^(p?readv?|pread64|preadv2|recvfrom|recvmsg)$/;
const WRITES = /^(p?writev?|pwrite64|pwritev2|sendto|sendmsg|sendmmsg)$/;
/** From one descriptor to another. */
const MOVES = /^(splice|tee|copy_file_range|sendfile(64)?)$/;
/** Those that name their destination first. */
const DESTINATION_FIRST = /^sendfile/;

/**
 * @param sizeBytes of the copy: a count that does not account for every byte at its destination is none
 * @param mainThread id of the worker's main thread, which is the id of its process
 */
export function countCalls(
  calls: readonly TracedCall[],
  ends: CopyEnds,
  sizeBytes: number,
  mainThread: number,
): CallCount {
  const ofCopy = calls.filter((call) => isOfCopy(call, ends));
  const others = calls.filter((call) => !isOfCopy(call, ends));
  const moved: number[] = [];
  let arrivedBytes = 0;
  for (const call of ofCopy) {
    const bytes = Math.max(0, call.result ?? 0);
    if (bytes > 0) moved.push(bytes);
    const to = destinationOf(call);
    if (to && ends.isDestination(to)) arrivedBytes += bytes;
  }
  if (arrivedBytes !== sizeBytes) {
    return notCounted(`the calls seen account for ${arrivedBytes} of ${sizeBytes} bytes`);
  }
  const sum = moved.reduce((a, b) => a + b, 0);
  const bytesPerCall = moved.length === 0 ? null : sum / moved.length;
  const threads = ofCopy.map(({ thread }) => thread ?? mainThread);
  return {
    counted: 'strace',
    byName: countByName(ofCopy),
    bytesPerCall,
    largestBytes: moved.reduce((a, b) => Math.max(a, b), 0),
    others: others.length,
    othersByName: countByName(others),
    threads: new Set(threads).size,
    byMainThread: threads.filter((thread) => thread === mainThread).length,
  };
}

function countByName(calls: readonly TracedCall[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { name } of calls) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries(counts);
}

/** Words on a socket go both ways; bytes only from the source, and only to the destination. */
function isOfCopy({ name, descriptors }: TracedCall, ends: CopyEnds): boolean {
  const [first] = descriptors;
  if (!first) return false;
  if (READS.test(name)) return ends.isSource(first);
  if (WRITES.test(name)) return ends.isDestination(first);
  return (
    MOVES.test(name) && descriptors.some((one) => ends.isSource(one) || ends.isDestination(one))
  );
}

function destinationOf({ name, descriptors }: TracedCall): TracedDescriptor | undefined {
  if (WRITES.test(name) || DESTINATION_FIRST.test(name)) return descriptors[0];
  return MOVES.test(name) ? descriptors[1] : undefined;
}
