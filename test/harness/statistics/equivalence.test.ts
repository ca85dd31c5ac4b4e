import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equivalence } from '../../../harness/statistics/equivalence.js';

const ratio = (low: number | null, high: number | null) => ({ estimate: 1, low, high });

describe('equivalence', () => {
  it.each([
    [0.97, 1.03, 'inside'],
    [1 / 1.05, 1.05, 'inside'],
    [1.06, 1.2, 'beyond'],
    [0.5, 0.95, 'beyond'],
    [1.04, 1.06, 'unclear'],
    [0.94, 1.0, 'unclear'],
    [0.9, 1.1, 'unclear'],
    [1.05, 1.2, 'unclear'],
  ])('of %f to %f with a margin of 5 %% is %s', (low, high, expected) => {
    expect(equivalence(ratio(low, high), 0.05)).toBe(expected);
  });

  it('is unclear when there are too few samples for an interval', () => {
    expect(equivalence(ratio(null, null), 0.05)).toBe('unclear');
  });

  it('is the same for swapped arms', () => {
    const limit = fc.double({ min: 0.5, max: 2, noNaN: true });
    fc.assert(
      fc.property(limit, limit, (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const forth = equivalence(ratio(low, high), 0.05);
        expect(equivalence(ratio(1 / high, 1 / low), 0.05)).toBe(forth);
      }),
    );
  });

  it('with a margin of 0 is never inside unless the interval is exactly 1', () => {
    expect(equivalence(ratio(0.999, 1.001), 0)).toBe('unclear');
    expect(equivalence(ratio(1, 1), 0)).toBe('inside');
  });

  it('rejects a margin or an interval that makes no sense', () => {
    expect(() => equivalence(ratio(1, 1), -0.05)).toThrow('margin is -0.05');
    expect(() => equivalence(ratio(1, 1), Number.NaN)).toThrow(RangeError);
    expect(() => equivalence(ratio(-1, 1), 0.05)).toThrow('-1..1');
    expect(() => equivalence(ratio(2, 1), 0.05)).toThrow('2..1');
    expect(() => equivalence(ratio(Number.NaN, 1), 0.05)).toThrow(RangeError);
  });
});
