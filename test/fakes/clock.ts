/** A clock that stands still until told: sleeping and copying move it on, and nothing waits. */
import type { Clock } from '../../harness/core/clock.js';

export class FakeClock implements Clock {
  #ns: number;
  /** Every sleep that was asked for, in milliseconds. */
  readonly sleeps: number[] = [];

  /** @param startNs monotonic time at first; any number, since its origin means nothing */
  constructor(startNs = 1e9) {
    this.#ns = startNs;
  }

  monotonicNs(): number {
    return this.#ns;
  }

  now(): Date {
    return new Date(Date.UTC(2026, 0, 1) + this.#ns / 1e6);
  }

  sleep(ms: number): Promise<void> {
    this.sleeps.push(ms);
    this.pass(ms * 1e6);
    return Promise.resolve();
  }

  /** Lets `ns` nanoseconds go by. */
  pass(ns: number): void {
    this.#ns += ns;
  }
}
