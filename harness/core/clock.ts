/** The clock of the measurer. Samples are timed in the workers; this one is for budgets, settling and progress. */

/** Time as the scheduler sees it, so that a test can put a scripted clock in its place. */
export interface Clock {
  /** Nanoseconds since an arbitrary start, never going back (CLOCK_MONOTONIC: stands still while suspended). */
  monotonicNs(): number;
  /** The date and time now. */
  now(): Date;
  /** Resolves after `ms` milliseconds. */
  sleep(ms: number): Promise<void>;
}

export const systemClock: Clock = {
  monotonicNs: () => Number(process.hrtime.bigint()),
  now: () => new Date(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};
