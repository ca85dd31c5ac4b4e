import { describe, expect, it } from 'vitest';
import { rank } from '../../../harness/statistics/ranks.js';

describe('ranks', () => {
  it('count from the smallest number, in the order of the list', () => {
    expect(rank([30, 10, 20])).toEqual({ ranks: [3, 1, 2], tieSizes: [1, 1, 1] });
  });

  it('are shared by equal numbers', () => {
    expect(rank([5, 1, 5, 5, 0])).toEqual({ ranks: [4, 2, 4, 4, 1], tieSizes: [1, 1, 3] });
    expect(rank([2, 2])).toEqual({ ranks: [1.5, 1.5], tieSizes: [2] });
  });

  it('of an empty list are empty', () => {
    expect(rank([])).toEqual({ ranks: [], tieSizes: [] });
  });
});
