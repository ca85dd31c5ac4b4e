import { describe, expect, it } from 'vitest';
import {
  minimumDetectableChange,
  roundsToDetect,
  sigma,
} from '../../../harness/statistics/detectable-change.js';
import { pairedRatio } from '../../../harness/statistics/paired-ratio.js';
import { createRandom } from '../../../harness/statistics/random.js';
import { noisyTimes, shareOf } from './noise.js';
import vectors from './vectors/quantile.json' with { type: 'json' };

describe('the smallest detectable change', () => {
  it.each([
    [0.02, 8, 0.02],
    [0.05, 8, 0.051],
    [0.05, 12, 0.041],
    [0.1, 20, 0.065],
    [0.2, 30, 0.108],
  ])('for a sigma of %f and %i rounds is %f', (sigmaOfLogRatio, n, expected) => {
    expect(minimumDetectableChange(sigmaOfLogRatio, n)).toBeCloseTo(expected, 3);
  });

  it('is zero without noise and shrinks with the rounds', () => {
    expect(minimumDetectableChange(0, 8)).toBe(0);
    expect(minimumDetectableChange(0.05, 32)).toBeLessThan(minimumDetectableChange(0.05, 8));
  });

  it('takes the fewest rounds that are enough', () => {
    for (const [sigmaOfLogRatio, change] of [
      [0.05, 0.05],
      [0.2, 0.03],
      [0.01, 0.5],
    ] as const) {
      const rounds = roundsToDetect(sigmaOfLogRatio, change);
      expect(minimumDetectableChange(sigmaOfLogRatio, rounds)).toBeLessThanOrEqual(change);
      if (rounds === 1) continue;
      expect(minimumDetectableChange(sigmaOfLogRatio, rounds - 1)).toBeGreaterThan(change);
    }
    expect(() => roundsToDetect(0.1, 0)).toThrow(RangeError);
    expect(() => roundsToDetect(-1, 0.1)).toThrow(RangeError);
  });

  it('is found by the paired interval in about 80 % of simulated runs', () => {
    const random = createRandom('power');
    const change = 1 + minimumDetectableChange(0.05 * Math.SQRT2, 20);
    const found = shareOf(1000, () => {
      const before = noisyTimes(random, 20, 1, { sigma: 0.05 });
      return pairedRatio(noisyTimes(random, 20, change, { sigma: 0.05 }), before).low! > 1;
    });
    expect(found).toBeGreaterThan(0.7);
    expect(found).toBeLessThan(0.85);
  });

  it('rejects a sigma that is none and fewer than one round', () => {
    expect(() => minimumDetectableChange(-0.1, 8)).toThrow('sigmaOfLogRatio is -0.1');
    expect(() => minimumDetectableChange(Number.NaN, 8)).toThrow(RangeError);
    expect(() => minimumDetectableChange(0.1, 0)).toThrow('n is 0');
    expect(() => minimumDetectableChange(0.1, 2.5)).toThrow('n is 2.5');
  });
});

describe('sigma', () => {
  it('is the standard deviation of R', () => {
    for (const { x, sd } of vectors.cases) {
      if (sd !== null) expect(sigma(x)).toBeCloseTo(sd, 12);
    }
  });

  it('needs two numbers', () => {
    expect(sigma([3, 3])).toBe(0);
    expect(() => sigma([3])).toThrow('ds has 1 numbers: at least 2 are needed.');
  });
});
