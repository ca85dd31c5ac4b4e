/** The two sides of a race: which arm of a round is whose. */
import { CONTROL } from '../../measure/sample.js';
import type { ArmTimes, ScenarioTimes } from '../pass-times.js';
import type { PassPair } from './judge-pass.js';

/** Marks the arms of the rival; strategy names have no such character. */
export const MARK = '@before';

/** Which arms a pass over `names` has, on both sides: those, the reference and its control. */
export function takingPart(reference: string, names: readonly string[]): (arm: string) => boolean {
  const kept = new Set([reference, CONTROL, ...names]);
  return (arm) => kept.has(arm.replace(MARK, ''));
}

/**
 * Parts the times of raced scenarios into the two sides again.
 *
 * @param absent arms that the rival does not have working, by scenario id
 */
export function sidesOf(
  times: readonly ScenarioTimes[],
  absent: ReadonlyMap<string, readonly ArmTimes[]> = new Map(),
): PassPair {
  const before = times.map((scenario) => ({
    ...scenario,
    arms: [
      ...scenario.arms
        .filter(({ name }) => name.endsWith(MARK))
        .map((arm) => ({ ...arm, name: arm.name.slice(0, -MARK.length) })),
      ...(absent.get(scenario.id) ?? []),
    ],
  }));
  const now = times.map((scenario) => ({
    ...scenario,
    arms: scenario.arms.filter(({ name }) => !name.endsWith(MARK)),
  }));
  return { before, now };
}
