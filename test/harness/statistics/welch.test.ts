import { describe, expect, it } from 'vitest';
import { welchTest } from '../../../harness/statistics/welch.js';
import vectors from './vectors/welch.json' with { type: 'json' };

describe("Welch's t test", () => {
  it('agrees with t.test of R', () => {
    for (const { x, y, t, df, pValue } of vectors.cases) {
      const found = welchTest(x, y);
      expect(found.t).toBeCloseTo(t, 10);
      expect(found.degreesOfFreedom).toBeCloseTo(df, 8);
      expect(found.pValue / pValue).toBeCloseTo(1, 7);
    }
  });

  it('finds nothing where nothing varies', () => {
    expect(welchTest([1, 1], [1, 1])).toEqual({ t: 0, degreesOfFreedom: 2, pValue: 1 });
  });

  it('needs two numbers on each side', () => {
    expect(() => welchTest([1], [1, 2])).toThrow('xs has 1 numbers');
  });
});
