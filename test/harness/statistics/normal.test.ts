import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalCdf, normalQuantile } from '../../../harness/statistics/normal.js';
import cdf from './vectors/normal-cdf.json' with { type: 'json' };
import quantiles from './vectors/normal-quantile.json' with { type: 'json' };

describe('the normal distribution', () => {
  it('agrees with pnorm of R, far into the tail', () => {
    for (const { z, pnorm } of cdf.cases) {
      expect(normalCdf(z) / pnorm, `z = ${z}`).toBeCloseTo(1, 11);
    }
  });

  it('agrees with qnorm of R', () => {
    for (const { p, qnorm } of quantiles.cases) {
      expect(normalQuantile(p), `p = ${p}`).toBeCloseTo(qnorm, 9);
    }
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity]);
  });

  it('has a quantile that inverts the distribution', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true }), (p) => {
        expect(normalCdf(normalQuantile(p)) / p).toBeCloseTo(1, 9);
      }),
    );
  });

  it('has no quantile of what is no probability', () => {
    expect(() => normalQuantile(-0.1)).toThrow('p is -0.1');
  });
});
