import { describe, expect, it } from 'vitest';
import { planLoad } from '../../../../harness/routes/http/plan-load.js';
import { ENOUGH_FOR_P99 } from '../../../../harness/routes/http/run-load.js';

describe('planLoad', () => {
  it.each([
    [1000, { requests: 2318, connections: 8 }],
    [100_000, { requests: 1400, connections: 8 }],
    [7_000_000, { requests: 49, connections: 4 }],
    [200_000_000, { requests: 2, connections: 1 }],
    [1_000_000_000, { requests: 1, connections: 1 }],
    [0, { requests: 2334, connections: 8 }],
  ])('of %i bytes', (sizeBytes, plan) => {
    expect(planLoad(sizeBytes)).toEqual(plan);
  });

  it('asks often enough for a 99th percentile where files are small', () => {
    expect(planLoad(100_000).requests).toBeGreaterThan(ENOUGH_FOR_P99);
  });
});
