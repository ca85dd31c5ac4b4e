/** How long a copy may take before it is given up: nothing here waits for ever. */

/** What everything but moving bytes may take, and the slowest rate that still counts as moving. */
const BASE_MS = 30_000;
const SLOWEST_BYTES_PER_MS = 10e6 / 1000;
/** How much slower than the slowest copy so far a copy may be. */
const SLOWER = 10;
/** Below that, a time is of opening files and says nothing of a rate. */
const TELLING_BYTES = 1e6;

/**
 * Milliseconds that a copy of `sizeBytes` may take.
 *
 * @param slowestMsPerByte of the copies so far: where a disk is slow, later copies have longer
 */
export function deadlineMs(sizeBytes: number, slowestMsPerByte = 0): number {
  const msPerByte = Math.max(1 / SLOWEST_BYTES_PER_MS, SLOWER * slowestMsPerByte);
  return Math.ceil(BASE_MS + sizeBytes * msPerByte);
}

/** Deadlines that learn from the copies of a run. */
export class Deadlines {
  #slowestMsPerByte = 0;

  /** @param copy one that ended well */
  learn({ bytes, elapsedNs }: { bytes: number; elapsedNs: number }): void {
    if (bytes < TELLING_BYTES) return;
    this.#slowestMsPerByte = Math.max(this.#slowestMsPerByte, elapsedNs / 1e6 / bytes);
  }

  /** Milliseconds that a copy of `sizeBytes` may take. */
  readonly copyMs = (sizeBytes: number): number => deadlineMs(sizeBytes, this.#slowestMsPerByte);
}

/**
 * Waits for `promise`, but no longer than `ms`.
 *
 * @param late makes the error to reject with when the time is over
 */
export async function within<T>(promise: Promise<T>, ms: number, late: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), ms);
  });
  try {
    return await Promise.race([promise, over]);
  } finally {
    clearTimeout(timer);
  }
}
