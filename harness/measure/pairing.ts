/** Pairs the samples of two arms by round, which is what every speedup is computed from. */
import { isWarmUp, type Sample } from './sample.js';

/** Elapsed nanoseconds of one arm by round, warm-up left out. */
export function elapsedByRound(samples: readonly Sample[], arm: string): Map<number, number> {
  return new Map(
    samples
      .filter((sample) => sample.strategy === arm && !isWarmUp(sample))
      .map(({ round, elapsedNs }) => [round, elapsedNs]),
  );
}

/** The times of both arms in the rounds that both have, in the order of the rounds. */
export function pairByRound(
  left: ReadonlyMap<number, number>,
  right: ReadonlyMap<number, number>,
): { left: number[]; right: number[] } {
  const rounds = [...left.keys()].filter((round) => right.has(round)).toSorted((a, b) => a - b);
  return {
    left: rounds.map((round) => left.get(round)!),
    right: rounds.map((round) => right.get(round)!),
  };
}
