/** Simulated copy times for the tests: seeded, with the long right tail that real ones have. */
import type { Random } from '../../../harness/statistics/random.js';

export interface Noise {
  /** Standard deviation of the logarithm of the bulk. */
  sigma: number;
  /** The share of samples that take `spikeFactor` times as long. */
  spikeShare?: number;
  spikeFactor?: number;
}

/** One time: lognormal around `centre`, sometimes a spike. */
export function noisyTime(random: Random, centre: number, noise: Noise): number {
  const spike = random.next() < (noise.spikeShare ?? 0) ? (noise.spikeFactor ?? 1) : 1;
  return centre * Math.exp(noise.sigma * standardNormal(random)) * spike;
}

/** `n` times around `centre`. */
export function noisyTimes(random: Random, n: number, centre: number, noise: Noise): number[] {
  return Array.from({ length: n }, () => noisyTime(random, centre, noise));
}

/** The share of `trials` simulations for which `holds` is true. */
export function shareOf(trials: number, holds: (trial: number) => boolean): number {
  let count = 0;
  for (let trial = 0; trial < trials; trial++) if (holds(trial)) count++;
  return count / trials;
}

/** Box and Muller (1958). */
function standardNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}
