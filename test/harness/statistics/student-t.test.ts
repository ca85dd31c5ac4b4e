import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalCdf } from '../../../harness/statistics/normal.js';
import { studentQuantile, studentTwoSided } from '../../../harness/statistics/student-t.js';
import vectors from './vectors/student-t.json' with { type: 'json' };

const df = fc.integer({ min: 1, max: 400 });

describe("Student's t", () => {
  it('agrees with pt and qt of R', () => {
    for (const { t, df: freedom, twoSided, p, qt } of vectors.cases) {
      expect(studentTwoSided(t, freedom), `t = ${t}, df = ${freedom}`).toBeCloseTo(twoSided, 13);
      expect(studentQuantile(p, freedom) / qt, `p = ${p}, df = ${freedom}`).toBeCloseTo(1, 9);
    }
  });

  it('has a quantile that inverts the distribution', () => {
    fc.assert(
      fc.property(df, fc.double({ min: 1e-6, max: 0.4, noNaN: true }), (freedom, p) => {
        const t = studentQuantile(p, freedom);
        expect(t).toBeLessThan(0);
        expect(studentTwoSided(t, freedom) / (2 * p)).toBeCloseTo(1, 6);
      }),
    );
  });

  it('is the same on both sides, and falls with the distance from 0', () => {
    fc.assert(
      fc.property(df, fc.double({ min: 0, max: 50, noNaN: true }), (freedom, t) => {
        expect(studentTwoSided(-t, freedom)).toBe(studentTwoSided(t, freedom));
        const further = studentTwoSided(t + 0.1, freedom);
        expect(further).toBeLessThanOrEqual(studentTwoSided(t, freedom) + 1e-14);
      }),
    );
  });

  it('nears the normal distribution', () => {
    expect(studentTwoSided(1.96, 100_000)).toBeCloseTo(2 * normalCdf(-1.96), 5);
  });

  it('takes infinite distances, and refuses what is no number', () => {
    expect(studentTwoSided(Infinity, 3)).toBe(0);
    expect(() => studentTwoSided(NaN, 3)).toThrow('t is NaN');
    expect(() => studentTwoSided(1, 0)).toThrow('df is 0');
    expect(() => studentQuantile(1, 3)).toThrow('p is 1: its quantile is infinite.');
    expect(() => studentQuantile(2, 3)).toThrow('p is 2');
  });
});
