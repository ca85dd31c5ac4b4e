import { describe, expect, it } from 'vitest';
import { watchStolenTime, type Readings } from '../../../../harness/cli/gate/stolen-time.js';

/** Readings that move by what is given between the first and the second look. */
function readings(elapsedNs: number, stolenMs: number | null): Readings {
  let looks = 0;
  return {
    monotonicNs: () => (looks === 0 ? 0 : elapsedNs),
    stealMs: () => (looks++ === 0 ? (stolenMs === null ? null : 500) : stolenMs && 500 + stolenMs),
    cores: 2,
  };
}

describe('stolen time', () => {
  it('is told when it is more than a tenth of all CPU time', () => {
    expect(watchStolenTime(readings(10e9, 2500))()).toBe(
      'the hypervisor gave 13 % of the CPU time to others',
    );
  });

  it('is nothing to speak of below that', () => {
    expect(watchStolenTime(readings(10e9, 1900))()).toBeNull();
  });

  it('is not guessed where the system does not tell', () => {
    expect(watchStolenTime(readings(10e9, null))()).toBeNull();
  });
});
