/** What fast-check draws for the properties of the statistics. */
import * as fc from 'fast-check';

/** A time between a microsecond and a thousand seconds, in nanoseconds. */
export const timeNs = fc.double({ min: 1e3, max: 1e12, noNaN: true });

/** One round of two arms. */
const round = fc.tuple(timeNs, timeNs);

/** The rounds of two arms, as two lists of the same length. */
export function twoArms(minRounds: number, maxRounds = 24): fc.Arbitrary<[number[], number[]]> {
  return fc
    .array(round, { minLength: minRounds, maxLength: maxRounds })
    .map((rounds) => [rounds.map(([a]) => a), rounds.map(([, b]) => b)]);
}

export const times = (minLength: number, maxLength = 24) =>
  fc.array(timeNs, { minLength, maxLength });

/** Any confidence somebody could ask for. */
export const confidence = fc.double({ min: 0.01, max: 0.999, noNaN: true });
