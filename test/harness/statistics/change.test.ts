import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pairedChange, unpairedChange } from '../../../harness/statistics/change.js';
import { createRandom } from '../../../harness/statistics/random.js';
import { noisyTimes, shareOf } from './noise.js';

const MARGIN = 0.05;
const ways = { paired: pairedChange, unpaired: unpairedChange };
const noise = { sigma: 0.03, spikeShare: 0.05, spikeFactor: 5 };
const positive = fc.array(fc.double({ min: 0.1, max: 10, noNaN: true }), {
  minLength: 8,
  maxLength: 8,
});

const times1024 = (xs: number[]): number[] => xs.map((x) => x * 1024);

describe.each(Object.entries(ways))('a %s change', (_, change) => {
  it('is beyond the margin exactly when its whole 95 % interval is', () => {
    const random = createRandom('agreement');
    for (let trial = 0; trial < 400; trial++) {
      const factor = 1 + 0.2 * random.next();
      const now = noisyTimes(random, 16, factor, noise);
      const { ratio, pSlower, pFaster } = change(now, noisyTimes(random, 16, 1, noise), MARGIN);
      expect(pSlower <= 0.025).toBe(ratio.low! > 1 + MARGIN);
      expect(pFaster <= 0.025).toBe(ratio.high! < 1 / (1 + MARGIN));
    }
  });

  it('inverts when before and now are swapped', () => {
    fc.assert(
      fc.property(positive, positive, (now, before) => {
        const forth = change(now, before, MARGIN);
        const back = change(before, now, MARGIN);
        expect(back.ratio.estimate * forth.ratio.estimate).toBeCloseTo(1, 9);
        expect(back.pSlower).toBeCloseTo(forth.pFaster, 9);
      }),
    );
  });

  it('does not depend on the unit', () => {
    fc.assert(
      fc.property(positive, positive, (now, before) => {
        const scaled = change(times1024(now), times1024(before), MARGIN);
        const plain = change(now, before, MARGIN);
        expect(scaled.ratio.estimate).toBeCloseTo(plain.ratio.estimate, 9);
      }),
    );
  });

  it('says "slower by more than 5 %" of exactly 5 % in at most 2.5 % of runs', () => {
    const random = createRandom('at the margin');
    const said = shareOf(2000, () => {
      const now = noisyTimes(random, 16, 1 + MARGIN, noise);
      return change(now, noisyTimes(random, 16, 1, noise), MARGIN).pSlower <= 0.025;
    });
    expect(said).toBeLessThan(0.035);
  });

  it('refuses a margin that would turn times around', () => {
    expect(() => change([1], [1], -1)).toThrow('1 + margin');
  });
});
