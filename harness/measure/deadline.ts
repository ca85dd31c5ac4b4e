/** How long a copy may take before it is given up: nothing here waits for ever. */

/** What everything but moving bytes may take, and the slowest rate that still counts as moving. */
const BASE_MS = 30_000;
const SLOWEST_BYTES_PER_MS = 10e6 / 1000;

/** Milliseconds that a copy of `sizeBytes` may take. */
export function deadlineMs(sizeBytes: number): number {
  return Math.ceil(BASE_MS + sizeBytes / SLOWEST_BYTES_PER_MS);
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
