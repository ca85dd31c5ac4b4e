import { describe, expect, it } from 'vitest';
import {
  rankSumCumulative,
  rankSumDeviation,
} from '../../../harness/statistics/rank-sum-distribution.js';

describe('the distribution of the rank sum', () => {
  it('counts the choices of two ranks out of five', () => {
    expect([...rankSumCumulative(2, 3)].map((share) => Math.round(share * 10))).toEqual([
      1, 2, 4, 6, 8, 9, 10,
    ]);
  });

  it('is the same for the two samples swapped, symmetric and ends at 1', () => {
    const shares = rankSumCumulative(9, 6);
    expect(rankSumCumulative(6, 9)).toEqual(shares);
    expect(shares).toHaveLength(55);
    expect(shares.at(-1)).toBeCloseTo(1, 12);
    for (const [u, share] of shares.slice(0, -1).entries()) {
      expect(share).toBeCloseTo(1 - shares.at(53 - u)!, 12);
    }
  });

  it('has the deviation of its formula when nothing is tied', () => {
    const shares = rankSumCumulative(7, 8);
    const squares = [...shares].map((share, u) => (share - (shares[u - 1] ?? 0)) * (u - 28) ** 2);
    expect(Math.sqrt(squares.reduce((a, b) => a + b, 0))).toBeCloseTo(rankSumDeviation(7, 8), 9);
  });

  it('has a smaller deviation with ties, and none when all is tied', () => {
    expect(rankSumDeviation(4, 4, [1, 1, 3, 3])).toBeLessThan(rankSumDeviation(4, 4));
    expect(rankSumDeviation(4, 4, [8])).toBe(0);
  });
});
