/** Time is shared by what scenarios cost; the shares of all are the whole. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shareOf, weightOf } from '../../../harness/measure/budget.js';
import type { ScenarioPlan } from '../../../harness/measure/plan.js';
import { fakeFixture, fakePlan } from '../../fakes/strategies.js';

const planOf = (sizeBytes: number, max = 12): ScenarioPlan =>
  fakePlan(['a', 'b'], { fixture: fakeFixture(sizeBytes), rounds: { min: 6, max } });

describe('weightOf', () => {
  test('grows with size, rounds and arms', () => {
    expect(weightOf(planOf(1e9))).toBeGreaterThan(weightOf(planOf(1e6)));
    expect(weightOf(planOf(1e6, 24))).toBeGreaterThan(weightOf(planOf(1e6, 12)));
    expect(weightOf(fakePlan(['a', 'b', 'c']))).toBeGreaterThan(weightOf(fakePlan(['a', 'b'])));
  });

  test('is more than nothing for an empty file: asking costs time too', () => {
    expect(weightOf(planOf(0))).toBeGreaterThan(0);
  });
});

describe('shareOf', () => {
  const anyPlans = fc
    .array(fc.tuple(fc.integer({ min: 0, max: 2e9 }), fc.integer({ min: 6, max: 40 })), {
      minLength: 1,
      maxLength: 5,
    })
    .map((sizes) => sizes.map(([sizeBytes, max]) => planOf(sizeBytes, max)));

  test('uses up exactly what there is when everybody takes all of their share', () => {
    fc.assert(
      fc.property(anyPlans, fc.integer({ min: 0, max: 3600e9 }), (plans, budgetNs) => {
        let leftNs = budgetNs;
        for (const index of plans.keys()) {
          const share = shareOf(
            plans.slice(index).map((plan) => [plan]),
            leftNs,
          );
          expect(share).toBeGreaterThanOrEqual(-1);
          expect(share).toBeLessThanOrEqual(leftNs + 1);
          leftNs -= share;
        }
        // Within a microsecond: doubles round.
        expect(Math.abs(leftNs)).toBeLessThan(1000);
      }),
    );
  });

  test('is all of it for the last one, and what others left over', () => {
    expect(shareOf([[planOf(1e6)]], 5e9)).toBe(5e9);
    const both = [planOf(1e6), planOf(1e9)];
    expect(
      shareOf(
        both.map((plan) => [plan]),
        10e9,
      ),
    ).toBeLessThan(1e9);
  });

  test('is that of all scenarios which are measured together', () => {
    const [one, other] = [planOf(1e6), planOf(1e6)];
    expect(shareOf([[one, other], [planOf(1e6)]], 9e9)).toBeCloseTo(6e9);
  });

  test('is what is left when there is nothing to share', () => {
    expect(shareOf([], 5e9)).toBe(5e9);
    expect(shareOf([[fakePlan([])]], 5e9)).toBe(5e9);
  });
});
