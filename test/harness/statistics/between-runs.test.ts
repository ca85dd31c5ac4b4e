import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { poolRuns } from '../../../harness/statistics/between-runs.js';
import { createRandom, type Random } from '../../../harness/statistics/random.js';
import { hodgesLehmann } from '../../../harness/statistics/signed-rank.js';
import { noisyTime, noisyTimes, shareOf } from './noise.js';

interface Shape {
  runs: number;
  rounds?: number;
  between?: number;
  within?: number;
}

/** Log ratios of runs that differ by `between`, whose rounds differ by `within`. */
function runsOf(
  random: Random,
  { runs, rounds = 12, between = 0.05, within = 0.05 }: Shape,
): number[][] {
  return Array.from({ length: runs }, () => {
    const centre = noisyTime(random, 1, { sigma: between });
    return noisyTimes(random, rounds, centre, { sigma: within }).map((x) => Math.log(x));
  });
}

function covers({ low, high }: { low: number | null; high: number | null }): boolean {
  return low! <= 0 && 0 <= high!;
}

describe('runs pooled on two levels', () => {
  it.each([2, 3, 5, 10])('cover the truth in 95 %% of cases with %i runs that differ', (runs) => {
    const random = createRandom(`between ${runs}`);
    const covered = shareOf(1000, () =>
      covers(poolRuns(runsOf(random, { runs }), hodgesLehmann).estimate),
    );
    expect(covered).toBeGreaterThanOrEqual(0.93);
  });

  it('which rounds thrown together as if they were independent do not', () => {
    const random = createRandom('thrown together');
    const covered = shareOf(1000, () => covers(hodgesLehmann(runsOf(random, { runs: 4 }).flat())));
    expect(covered).toBeLessThan(0.6);
  });

  it('cover the truth when runs do not differ, too', () => {
    const random = createRandom('no between');
    const covered = shareOf(1000, () =>
      covers(poolRuns(runsOf(random, { runs: 3, between: 0 }), hodgesLehmann).estimate),
    );
    expect(covered).toBeGreaterThanOrEqual(0.95);
  });

  it('tell the scatter between runs from that within', () => {
    const random = createRandom('levels');
    const pooled = poolRuns(
      runsOf(random, { runs: 300, rounds: 20, between: 0.04, within: 0.08 }),
      hodgesLehmann,
    );
    expect(pooled.between).toBeGreaterThan(0.035);
    expect(pooled.between).toBeLessThan(0.045);
    expect(pooled.within).toBeGreaterThan(0.075);
    expect(pooled.within).toBeLessThan(0.085);
  });

  it('have an interval no narrower than the rounds alone allow', () => {
    const run = [-0.03, -0.02, -0.01, 0, 0.01, 0.02, 0.03];
    const { low, high } = hodgesLehmann(run);
    const { estimate, standardError, between } = poolRuns([run, run, run, run], hodgesLehmann);
    expect(between).toBe(0);
    expect(standardError! * 1.96).toBeCloseTo((high! - low!) / 4, 4);
    expect(estimate.high! - estimate.low!).toBeCloseTo((high! - low!) / 2, 12);
  });

  it('have the interval of a t-test of their estimates', () => {
    // t.test(c(0.1, 0.2, 0.4))$conf.int in R.
    const { estimate } = poolRuns([[0.1], [0.2], [0.4]], hodgesLehmann);
    expect(estimate.estimate).toBeCloseTo(0.7 / 3, 12);
    expect(estimate.low).toBeCloseTo(-0.14612497, 8);
    expect(estimate.high).toBeCloseTo(0.6127916367, 8);
  });

  it('say nothing of others when there is only one', () => {
    const pooled = poolRuns([[0.1, 0.2, 0.3]], hodgesLehmann);
    expect(pooled.estimate).toEqual({ estimate: 0.2, low: null, high: null });
    expect(pooled).toMatchObject({ between: null, standardError: null });
  });

  it('come out the same in any order', () => {
    const ratios = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(fc.array(ratios, { minLength: 2, maxLength: 6 }), (runs) => {
        const [one, other] = [runs, runs.toReversed()].map((order) =>
          poolRuns(order, hodgesLehmann),
        );
        expect(other!.estimate.low).toBeCloseTo(one!.estimate.low!, 9);
        expect(other!.between).toBeCloseTo(one!.between!, 9);
        expect(one!.estimate.low).toBeLessThanOrEqual(one!.estimate.high!);
      }),
    );
  });

  it('are refused without numbers', () => {
    expect(() => poolRuns([], hodgesLehmann)).toThrow('runs has no run');
    expect(() => poolRuns([[1], []], hodgesLehmann)).toThrow('runs[1] has 0 numbers');
  });
});
