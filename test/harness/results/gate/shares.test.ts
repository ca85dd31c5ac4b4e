import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineThrough, shareFor } from '../../../../harness/results/gate/shares.js';

describe('the share to copy again', () => {
  it('is the one that the tried shares lead to', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 0.05, noNaN: true }),
        fc.double({ min: 0.5, max: 2, noNaN: true }),
        fc.double({ min: 0.06, max: 0.5, noNaN: true }),
        (fixed, perShare, slowdown) => {
          const tried = (share: number) => ({ share, ratio: 1 + fixed + perShare * share });
          const line = lineThrough(tried(0.05), tried(0.2));
          const share = shareFor(slowdown, line);
          expect(fixed + perShare * share).toBeCloseTo(slowdown, 9);
        },
      ),
    );
  });

  it('is nothing where opening a second file takes longer already, and all of it at most', () => {
    expect(shareFor(0.02, { fixed: 0.05, perShare: 1 })).toBe(0);
    expect(shareFor(3, { fixed: 0, perShare: 1 })).toBe(1);
  });

  it('is the slowdown itself where the trials tell nothing', () => {
    const line = lineThrough({ share: 0.05, ratio: 1.2 }, { share: 0.2, ratio: 1.1 });
    expect(line).toBeUndefined();
    expect(shareFor(0.1, line)).toBe(0.1);
  });
});
