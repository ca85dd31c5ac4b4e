/** Notices when the hypervisor takes so much CPU time during a pass that the pass measures the hypervisor. */
import { availableParallelism } from 'node:os';
import { systemClock } from '../../core/clock.js';
import { formatPercent } from '../../core/units.js';
import { stealMs } from '../../measure/steal.js';

/** Of all CPU time there was. */
const STEAL_LIMIT = 0.1;

/** What the watch reads, so that a test can put scripted readings in its place. */
export interface Readings {
  monotonicNs(): number;
  /** Steal time of all CPUs since boot, milliseconds; null where it is not told. */
  stealMs(): number | null;
  cores: number;
}

const SYSTEM: Readings = {
  monotonicNs: () => systemClock.monotonicNs(),
  stealMs: () => stealMs(),
  cores: availableParallelism(),
};

/**
 * Begins to watch. Suspension needs no watching here: a copy in which it happened is made again.
 *
 * @returns tells what happened since, in words that follow "void:", or null
 */
export function watchStolenTime(readings: Readings = SYSTEM): () => string | null {
  const began = readings.monotonicNs();
  const stolenBefore = readings.stealMs();
  return () => {
    const stolenNow = readings.stealMs();
    if (stolenBefore === null || stolenNow === null) return null;
    const elapsedNs = readings.monotonicNs() - began;
    const share = ((stolenNow - stolenBefore) * 1e6) / (elapsedNs * readings.cores);
    if (share <= STEAL_LIMIT) return null;
    return `the hypervisor gave ${formatPercent(share)} of the CPU time to others`;
  };
}
