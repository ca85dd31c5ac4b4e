import { describe, expect, it } from 'vitest';
import { compareKeys, sortKey } from '../../reports/drawing/sort-key.js';

describe('what a cell is sorted by', () => {
  it.each([
    ['907 us', 907e3],
    ['5.55\u00a0ms', 5.55e6],
    ['1 GB', 1e9],
    ['64 MiB', 64 * 2 ** 20],
    ['1.31x [1.27, 1.35]', 1.31],
    ['0.058', 0.058],
    ['-3.1 [-4, -2]', -3.1],
    ['<0.1 %', 0.1],
    ['424 %', 424],
    ['splice', 'splice'],
    ['-', undefined],
    ['', undefined],
  ])('%j', (words, key) => {
    expect(sortKey(words)).toBe(key);
  });

  it('puts what is missing last, whichever way', () => {
    const cells = ['2.00', '-', '10.0', '9.5'];
    const sorted = (direction: 1 | -1) => cells.toSorted((a, b) => compareKeys(a, b, direction));
    expect(sorted(1)).toEqual(['2.00', '9.5', '10.0', '-']);
    expect(sorted(-1)).toEqual(['10.0', '9.5', '2.00', '-']);
  });
});
