import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bimodality } from '../../../harness/statistics/bimodality.js';
import { median } from '../../../harness/statistics/quantile.js';
import { createRandom, type Random } from '../../../harness/statistics/random.js';
import { times } from './arbitraries.js';
import { noisyTime, noisyTimes, shareOf } from './noise.js';

const SIZES = [8, 10, 12, 20, 30, 40];

/** 0.4 s or 2 s, as 1 GB copies take on a machine whose memory is not backed by its host. */
function twoSpeeds(random: Random, n: number): number[] {
  return Array.from({ length: n }, () =>
    noisyTime(random, random.next() < 0.5 ? 0.4 : 2, { sigma: 0.1 }),
  );
}

describe('the bimodality warning', () => {
  it.each(SIZES)('stays silent in 98 %% of lognormal samples of %i with a sigma of 0.05', (n) => {
    const random = createRandom(`one mode ${n}`);
    const alarms = shareOf(
      2000,
      () => bimodality(noisyTimes(random, n, 1, { sigma: 0.05 })).bimodal,
    );
    expect(alarms).toBeLessThan(0.02);
  });

  it.each(SIZES)('stays silent in 98 %% of lognormal samples of %i with a sigma of 0.5', (n) => {
    const random = createRandom(`wide mode ${n}`);
    const alarms = shareOf(
      2000,
      () => bimodality(noisyTimes(random, n, 1, { sigma: 0.5 })).bimodal,
    );
    expect(alarms).toBeLessThan(0.02);
  });

  it('finds a half and half mix of 0.4 s and 2 s in 95 % of samples of 10', () => {
    const random = createRandom('two modes');
    const found = shareOf(2000, () => bimodality(twoSpeeds(random, 10)).bimodal);
    expect(found).toBeGreaterThan(0.95);
  });

  it('finds that mix in 97 % of samples of 20', () => {
    const random = createRandom('two modes of 20');
    expect(shareOf(500, () => bimodality(twoSpeeds(random, 20)).bimodal)).toBeGreaterThan(0.97);
  });

  it('says where the two modes are and how many samples are slow', () => {
    expect(bimodality([2.1, 0.4, 0.41, 1.9, 0.39, 0.4, 2, 0.42, 0.38, 0.4])).toEqual({
      bimodal: true,
      lowMode: expect.closeTo(0.4, 9),
      highMode: expect.closeTo(2, 9),
      shareHigh: 0.3,
    });
  });

  it('does not take one straggler for a mode', () => {
    expect(bimodality([1, 1.01, 0.99, 1.02, 0.98, 1, 1.01, 5]).bimodal).toBe(false);
  });

  it('does not mind the two readings of a coarse clock', () => {
    expect(bimodality([10, 10, 10, 10, 11, 11, 11, 11]).bimodal).toBe(false);
    expect(bimodality([10, 10, 10, 10, 20, 20, 20, 20]).bimodal).toBe(true);
  });

  it('has one mode, the median, for equal or few samples', () => {
    const oneMode = { bimodal: false, lowMode: 3, highMode: 3, shareHigh: 0 };
    expect(bimodality(Array(12).fill(3))).toEqual(oneMode);
    expect(bimodality([1, 1, 3, 9, 9])).toEqual(oneMode);
    expect(bimodality([3])).toEqual(oneMode);
  });

  it('depends neither on the unit nor on the order', () => {
    fc.assert(
      fc.property(times(6), (xs) => {
        const inNs = bimodality(xs);
        const inSeconds = bimodality(xs.map((x) => x / 1e9).toReversed());
        expect((inSeconds.lowMode * 1e9) / inNs.lowMode).toBeCloseTo(1, 9);
        expect(inSeconds.shareHigh).toBe(inNs.shareHigh);
        if (!inNs.bimodal) expect(inNs.lowMode).toBe(median(xs));
      }),
    );
  });

  it('rejects times that have no logarithm', () => {
    expect(() => bimodality([])).toThrow('xs has 0 numbers');
    expect(() => bimodality([1, -1])).toThrow('xs[1] is -1');
  });
});
