/** What the rounds so far say of each compared arm. */
import type { Estimate } from '../statistics/interval.js';
import { pairedRatio } from '../statistics/paired-ratio.js';
import { elapsedByRound, pairByRound } from './pairing.js';
import type { Sample } from './sample.js';

export interface KnownSpeedup {
  name: string;
  /** Time of the other one / time of this arm; undefined before they share a round: then there is nothing to know. */
  speedup: Estimate | undefined;
  /** The other one is its rival; else it is the reference, which is the same program where this is the control. */
  isRival: boolean;
}

export interface Compared {
  /** Samples so far; those of the warm-up round do not count. */
  samples: readonly Sample[];
  /** Arms to tell of: copies and the control, not the reference itself. */
  names: readonly string[];
  reference: string;
  /** Arms that are judged against another one than the reference: by name, whom. */
  rivals?: ReadonlyMap<string, string> | undefined;
}

/** In the order of `names`. */
export function knownSpeedups({ samples, names, reference, rivals }: Compared): KnownSpeedup[] {
  return names.map((name) => {
    const rival = rivals?.get(name);
    const times = elapsedByRound(samples, rival ?? reference);
    const pairs = pairByRound(times, elapsedByRound(samples, name));
    const speedup = pairs.left.length === 0 ? undefined : pairedRatio(pairs.left, pairs.right);
    return { name, speedup, isRival: rival !== undefined };
  });
}
