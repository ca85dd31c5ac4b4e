import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holm } from '../../../harness/statistics/holm.js';
import vectors from './vectors/holm.json' with { type: 'json' };

const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 40 });

describe('Holm adjustment', () => {
  it.each(vectors.cases)('agrees with p.adjust of R for p values like $p', ({ p, adjusted }) => {
    expect(holm(p)).toEqual(adjusted.map((value) => expect.closeTo(value, 14)));
  });

  it('never lowers a p value, never changes their order and stays within 1', () => {
    fc.assert(
      fc.property(pValues, (ps) => {
        const pairs = holm(ps).map((adjusted, i) => ({ p: ps[i] ?? Number.NaN, adjusted }));
        let last = 0;
        for (const { p, adjusted } of pairs.toSorted((a, b) => a.p - b.p)) {
          expect(adjusted).toBeGreaterThanOrEqual(Math.max(p, last));
          expect(adjusted).toBeLessThanOrEqual(1);
          last = adjusted;
        }
        expect(pairs).toHaveLength(ps.length);
      }),
    );
  });

  it('leaves a single p value alone and has nothing to say about none', () => {
    expect(holm([0.04])).toEqual([0.04]);
    expect(holm([])).toEqual([]);
  });

  it('rejects what is no probability', () => {
    expect(() => holm([0.5, 1.5])).toThrow('pValues[1] is 1.5');
    expect(() => holm([Number.NaN])).toThrow(RangeError);
  });
});
