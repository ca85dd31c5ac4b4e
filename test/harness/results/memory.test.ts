/** What is said of the memory that copies got, by what was seen before each of them. */
import { describe, expect, it } from 'vitest';
import { memoryOf, memoryWarnings, pooledMemory } from '../../../harness/results/memory.js';
import { USUAL } from '../../../harness/measure/plan.js';
import type { ScenarioRecord } from '../../../harness/results/record.js';
import type { MemoryState } from '../../../suites/suite.js';
import { fakeScenario } from '../../fakes/records.js';
import { fakeSample } from '../../fakes/samples.js';
import { fakePlan } from '../../fakes/strategies.js';

const base = fakeScenario({ sizeBytes: 7e6, referenceNs: 2e6, rounds: 6, halfWidth: 0.02 });

/** The memory of a scenario under `asked` whose samples saw these factors. */
function seen(asked: MemoryState | undefined, ...factors: (number | null)[]): ScenarioRecord {
  const plan = fakePlan(['read-write'], { conditions: { ...USUAL, memory: asked } });
  const samples = factors.map((touchFactor, round) =>
    fakeSample('read-write', round + 1, 1e6, { touchFactor }),
  );
  return { ...base, ...memoryOf(plan, samples) };
}

describe('the memory of a scenario', () => {
  it('is not spoken of where nobody asked', () => {
    expect(seen(undefined, 1).memory).toBeUndefined();
    expect(memoryWarnings(seen(undefined, 1))).toEqual([]);
  });

  it.each<[MemoryState, number[], number]>([
    ['backed', [1, 1.1, 30], 1.1],
    ['first-touch', [20, 30, 1], 20],
  ])('is %s when most samples saw that', (asked, factors, touchFactor) => {
    const scenario = seen(asked, ...factors);
    expect(scenario.memory).toEqual({ asked, state: asked, touchFactor });
    expect(memoryWarnings(scenario)).toEqual([]);
  });

  it.each<[MemoryState, number, string]>([
    ['backed', 12, 'memory-not-backed'],
    ['first-touch', 1.04, 'memory-not-first-touch'],
  ])('that is not %s is unverified, and a warning', (asked, factor, code) => {
    const scenario = seen(asked, factor, factor);
    expect(scenario.memory).toEqual({ asked, state: 'unverified', touchFactor: factor });
    expect(memoryWarnings(scenario)).toMatchObject([{ code, scenario: scenario.id }]);
    expect(memoryWarnings(scenario)[0]?.message).toContain(`took ${factor.toFixed(2)} times`);
  });

  it('is unverified where one sample could not see it, or there is none', () => {
    const unverified = { asked: 'backed', state: 'unverified', touchFactor: null };
    expect(seen('backed', 1, null).memory).toEqual(unverified);
    expect(seen('backed').memory).toEqual(unverified);
    // The route has told why.
    expect(memoryWarnings(seen('backed', 1, null))).toEqual([]);
  });

  it('of runs that are pooled is what all of them had', () => {
    const [one, other] = [seen('backed', 1), seen('backed', 1.2)];
    expect(pooledMemory([one, other]).memory).toEqual({
      asked: 'backed',
      state: 'backed',
      touchFactor: 1.1,
    });
    expect(pooledMemory([one, seen('backed', 9)]).memory?.state).toBe('unverified');
    expect(pooledMemory([base, base])).toEqual({});
  });
});
