/** Shares the time of a run among its scenarios. */
import type { ScenarioPlan } from './plan.js';

/** What asking for a copy, checking and deleting it cost, expressed in bytes of a copy: about 20 ms. */
const OVERHEAD_BYTES = 60e6;

/** What a scenario's most rounds would cost beside another's, in no unit. */
export function weightOf({ fixture, rounds, arms }: ScenarioPlan): number {
  return (fixture.sizeBytes + OVERHEAD_BYTES) * (rounds.max + 1) * arms.length;
}

/**
 * Time that the first of `groups` may take out of what is left; what it does not use goes to the others.
 *
 * @param groups the scenarios about to run together, and those after them
 * @param leftNs nanoseconds left of the budget
 */
export function shareOf(groups: readonly (readonly ScenarioPlan[])[], leftNs: number): number {
  const [first = []] = groups;
  const all = weightOfAll(groups.flat());
  return all > 0 ? (leftNs * weightOfAll(first)) / all : leftNs;
}

function weightOfAll(plans: readonly ScenarioPlan[]): number {
  return plans.reduce((sum, plan) => sum + weightOf(plan), 0);
}
