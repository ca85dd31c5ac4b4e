import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signedRankTest } from '../../../harness/statistics/signed-rank-test.js';
import vectors from './vectors/signed-rank-test.json' with { type: 'json' };

const differences = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), {
  minLength: 1,
  maxLength: 40,
});

describe('the signed-rank test', () => {
  it('agrees with wilcox.test of R: exact, with ties and zeros, and for many differences', () => {
    for (const { x, alternative, v, pValue, exact } of vectors.cases) {
      const side = alternative === 'greater' ? 'greater' : 'two-sided';
      const found = signedRankTest(x, side);
      expect([found.v, found.exact], `${x.length} ${side}`).toEqual([v, exact]);
      expect(found.pValue / pValue, `${x.length} ${side}`).toBeCloseTo(1, 9);
    }
    expect(new Set(vectors.cases.map(({ exact }) => exact))).toEqual(new Set([true, false]));
  });

  it('finds nothing where every difference is 0', () => {
    expect(signedRankTest([0, 0, 0])).toEqual({ v: 0, pValue: 1, exact: false });
  });

  it('has the opposite v when the arms are swapped, and the same two-sided p', () => {
    fc.assert(
      fc.property(differences, (ds) => {
        const kept = ds.filter((d) => d !== 0).length;
        const forth = signedRankTest(ds);
        const back = signedRankTest(ds.map((d) => -d));
        expect(back.v).toBeCloseTo((kept * (kept + 1)) / 2 - forth.v, 9);
        expect(back.pValue).toBeCloseTo(forth.pValue, 9);
      }),
    );
  });

  it('never calls greater what is not: a larger shift has no smaller p', () => {
    fc.assert(
      fc.property(differences, fc.double({ min: 0, max: 3, noNaN: true }), (ds, shift) => {
        const shifted = ds.map((d) => d - shift);
        // Ties and zeros come and go with the shift, and with them the method.
        const [plain, lower] = [signedRankTest(ds, 'greater'), signedRankTest(shifted, 'greater')];
        fc.pre(plain.exact && lower.exact);
        expect(lower.pValue).toBeGreaterThanOrEqual(plain.pValue - 1e-12);
      }),
    );
  });

  it('rejects what is no number', () => {
    expect(() => signedRankTest([])).toThrow('ds has 0 numbers');
    expect(() => signedRankTest([Number.NaN])).toThrow('ds[0] is NaN');
  });
});
