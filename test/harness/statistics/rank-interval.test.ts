import { describe, expect, it } from 'vitest';
import {
  cumulativeShares,
  exactRank,
  limitsAtRank,
  normalRank,
} from '../../../harness/statistics/rank-interval.js';

/** Three tosses of a coin. */
const COINS = cumulativeShares(Float64Array.of(1, 3, 3, 1));

describe('the rank of an interval', () => {
  it('is the largest whose tail stays within the confidence', () => {
    expect([...COINS]).toEqual([0.125, 0.5, 0.875, 1]);
    expect(exactRank(COINS, 0.7)).toBe(1);
    expect(exactRank(COINS, 0.001)).toBe(1);
  });

  it('is 1 where the whole range has just that confidence, and none beyond', () => {
    expect(exactRank(COINS, 0.75)).toBe(1);
    expect(exactRank(COINS, 0.7501)).toBeNull();
  });

  it('is conservative, as in R, where a narrower interval has just that confidence', () => {
    // qbinom(1/32 + 5/32, 5, 1/2) is 1 in R, although ranks 2 and 4 have a coverage of exactly 62.5 %.
    const fiveCoins = cumulativeShares(Float64Array.of(1, 5, 10, 10, 5, 1));
    expect(exactRank(fiveCoins, 0.625)).toBe(1);
    expect(exactRank(fiveCoins, 0.62)).toBe(2);
  });

  it('by normal approximation does not exist for a list that is too short', () => {
    expect(normalRank(100, 10, 0.95)).toBe(Math.ceil(50 - 0.5 - 19.6));
    expect(normalRank(10, 10, 0.95)).toBeNull();
  });

  it('picks the same place from both ends', () => {
    const sorted = Float64Array.of(1, 2, 3, 4, 5);
    expect(limitsAtRank(sorted, 2)).toEqual({ low: 2, high: 4 });
    expect(limitsAtRank(sorted, null)).toEqual({ low: null, high: null });
  });
});
