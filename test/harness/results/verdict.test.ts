import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge, noiseOf } from '../../../harness/results/verdict.js';

const speedup = (low: number | null, high: number | null) => ({ estimate: 1, low, high });

describe('a verdict', () => {
  it.each([
    ['faster', 1.05, 1.2, 0.01],
    ['slower', 0.8, 0.95, 0.01],
    ['same', 0.99, 1.01, 0.01],
    ['unclear', 0.97, 1.05, 0.01],
    // Beyond 1, and yet within what the reference differs from itself by.
    ['unclear', 1.01, 1.04, 0.02],
    ['unclear', 0.96, 0.985, 0.02],
    // Noise never makes two times the same.
    ['unclear', 0.96, 1.04, 0.1],
    ['same', 0.99, 1.01, 0.1],
  ])('%s: %d to %d with noise %d', (verdict, low, high, noise) => {
    expect(judge(speedup(low, high), 0.02, noise)).toBe(verdict);
  });

  it('is unclear without an interval, and without a control', () => {
    expect(judge(speedup(null, null), 0.02, 0.01)).toBe('unclear');
    expect(judge(speedup(1.5, 1.6), 0.02, null)).toBe('unclear');
  });

  it('turns around with the speedup, and never hardens with noise', () => {
    const ratio = fc.double({ min: 0.1, max: 10, noNaN: true });
    const share = fc.double({ min: 0, max: 0.5, noNaN: true });
    const opposite = { faster: 'slower', slower: 'faster', same: 'same', unclear: 'unclear' };
    fc.assert(
      fc.property(ratio, ratio, share, share, (one, two, margin, noise) => {
        const [low, high] = [Math.min(one, two), Math.max(one, two)];
        const verdict = judge(speedup(low, high), margin, noise);
        // 1 / (1 / x) is not always x: leave the edges alone.
        const edges = [1 + margin, 1 + noise, 1 / (1 + margin), 1 / (1 + noise)];
        fc.pre(edges.every((edge) => Math.min(Math.abs(low - edge), Math.abs(high - edge)) > 1e-9));
        expect(judge(speedup(1 / high, 1 / low), margin, noise)).toBe(opposite[verdict]);
        const louder = judge(speedup(low, high), margin, noise + 0.1);
        expect([verdict, 'unclear']).toContain(louder);
      }),
    );
  });
});

describe('noise', () => {
  it.each([
    [0.99, 1.02, 0.02],
    [0.8, 1.1, 0.25],
    [1, 1, 0],
    // An interval that misses 1 is as far off as its further limit.
    [1.02, 1.05, 0.05],
  ])('of %d to %d is %d', (low, high, expected) => {
    expect(noiseOf(speedup(low, high))).toBeCloseTo(expected, 12);
  });

  it('is not known without an interval', () => {
    expect(noiseOf(speedup(null, null))).toBeNull();
  });
});
