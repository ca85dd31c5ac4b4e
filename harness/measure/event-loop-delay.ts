/** How long a copy kept the event loop of its own process from turning. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

/** Finest step of the histogram, in milliseconds; its timer fires that often while a copy runs. */
const RESOLUTION_MS = 5;

/**
 * Runs `work` and tells the longest the event loop was held up meanwhile.
 *
 * @returns `work`'s result and the delay in nanoseconds beyond the timer's own step, 0 when it was never late
 */
export async function withEventLoopDelay<T>(
  work: () => Promise<T>,
): Promise<{ result: T; delayMaxNs: number }> {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  try {
    // Delays are told between two firings of its timer: without one before, the work would not be between any.
    await sleep(RESOLUTION_MS + 1);
    const result = await work();
    // A synchronous copy holds the very timer that measures: let it fire once more.
    await sleep(1);
    return { result, delayMaxNs: lateness(histogram.max) };
  } finally {
    histogram.disable();
  }
}

function lateness(maxNs: number): number {
  return Math.max(0, Math.round(maxNs - RESOLUTION_MS * 1e6));
}
