import { describe, expect, it } from 'vitest';
import type { Estimate } from '../../../harness/statistics/interval.js';
import { medianRatio, pairedRatio } from '../../../harness/statistics/paired-ratio.js';
import { createRandom } from '../../../harness/statistics/random.js';
import { unpairedRatio } from '../../../harness/statistics/rank-sum.js';
import { noisyTime, noisyTimes, shareOf } from './noise.js';

const SCENARIOS = 2000;
const HEAVY_TAILED = { sigma: 0.1, spikeShare: 0.05, spikeFactor: 5 };

/** Reads a time near 1 on a clock with 20 ticks in it. */
const coarse = (time: number) => Math.max(1, Math.round(time * 20));

type Ratio = (numerator: number[], denominator: number[]) => Estimate;

/** How often the 95 % interval covers the true ratio, over scenarios with ratios from 1/8 to 8. */
function coverage(rounds: number, ratio: Ratio): number {
  const random = createRandom(`coverage ${rounds}`);
  return shareOf(SCENARIOS, () => {
    const truth = 2 ** (6 * random.next() - 3);
    // What slows a whole round down, both arms alike.
    const weather = Array.from({ length: rounds }, () => noisyTime(random, 1, { sigma: 0.2 }));
    const denominator = weather.map((slow) => slow * noisyTime(random, 1, HEAVY_TAILED));
    const numerator = weather.map((slow) => slow * noisyTime(random, truth, HEAVY_TAILED));
    const { low, high } = ratio(numerator, denominator);
    return low! <= truth && truth <= high!;
  });
}

describe('under heavy-tailed noise (lognormal, 5 % spikes of 5x)', () => {
  it.each([8, 12, 20])(
    'the paired 95 %% interval covers the true ratio in 93 to 98 %% of scenarios at %i rounds',
    (rounds) => {
      const covered = coverage(rounds, pairedRatio);
      expect(covered).toBeGreaterThanOrEqual(0.93);
      expect(covered).toBeLessThanOrEqual(0.98);
    },
  );

  it.each([
    [8, 0.992],
    [12, 0.961],
    [20, 0.959],
  ])(
    'the median interval at %i rounds covers as often as its ranks say, %f',
    (rounds, expected) => {
      expect(Math.abs(coverage(rounds, medianRatio) - expected)).toBeLessThan(0.015);
    },
  );

  it.each([8, 12, 20])(
    'the unpaired 95 %% interval covers the true factor in 93 to 98 %% of scenarios at %i samples',
    (size) => {
      const random = createRandom(`unpaired ${size}`);
      const covered = shareOf(SCENARIOS, () => {
        const truth = 2 ** (6 * random.next() - 3);
        const ys = noisyTimes(random, size, 1, HEAVY_TAILED);
        const { low, high } = unpairedRatio(noisyTimes(random, size, truth, HEAVY_TAILED), ys);
        return low! <= truth && truth <= high!;
      });
      expect(covered).toBeGreaterThanOrEqual(0.93);
      expect(covered).toBeLessThanOrEqual(0.98);
    },
  );

  it('the paired interval keeps its promise when both arms have many equal times', () => {
    const random = createRandom('ties');
    const covered = shareOf(SCENARIOS, () => {
      const times = noisyTimes(random, 24, 1, HEAVY_TAILED).map(coarse);
      const { low, high } = pairedRatio(times.slice(0, 12), times.slice(12));
      return low! <= 1 && 1 <= high!;
    });
    expect(covered).toBeGreaterThanOrEqual(0.95);
  });
});
