/** Notices what happens to the whole machine during a pass and spoils it: suspension, and CPU time taken away. */
import { availableParallelism } from 'node:os';
import { systemClock } from '../../core/clock.js';
import { formatDuration, formatPercent } from '../../core/units.js';
import { stealMs } from '../../measure/steal.js';

/** A monotonic clock stands still while the machine is suspended; the clock on the wall does not. */
const SUSPENDED_NS = 2e9;
/** Of all CPU time there was: above it a pass measures the hypervisor. */
const STEAL_LIMIT = 0.1;

/** What the watch reads, so that a test can put scripted readings in its place. */
export interface Readings {
  monotonicNs(): number;
  now(): Date;
  stealMs(): number | null;
  cores: number;
}

const SYSTEM: Readings = {
  ...systemClock,
  stealMs: () => stealMs(),
  cores: availableParallelism(),
};

/**
 * Begins to watch.
 *
 * @returns tells what happened since, in words that follow "void:", or null
 */
export function watchDisturbance(readings: Readings = SYSTEM): () => string | null {
  const began = readings.monotonicNs();
  const beganAt = readings.now().getTime();
  const stolenBefore = readings.stealMs();
  return () => {
    const elapsedNs = readings.monotonicNs() - began;
    const jumpNs = (readings.now().getTime() - beganAt) * 1e6 - elapsedNs;
    if (Math.abs(jumpNs) > SUSPENDED_NS) {
      return `the machine was suspended or its clock was set: ${formatDuration(jumpNs)} are not accounted for`;
    }
    const stolenNow = readings.stealMs();
    if (stolenBefore === null || stolenNow === null) return null;
    const share = ((stolenNow - stolenBefore) * 1e6) / (elapsedNs * readings.cores);
    if (share <= STEAL_LIMIT) return null;
    return `the hypervisor gave ${formatPercent(share)} of the CPU time to others`;
  };
}
