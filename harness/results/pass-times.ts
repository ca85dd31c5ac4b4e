/** The times of a scenario, arm by arm and pass by pass: all that a gate looks at. */
import { z } from 'zod';
import { bounded } from '../core/bounded-schema.js';
import { CONTROL, isWarmUp, type Sample } from '../measure/sample.js';
import type { RunRecord, ScenarioRecord } from './record.js';

const elapsedNs = z.number().int().positive();

export const armTimesSchema = z.object({
  /** Strategy name, or `control`. */
  name: bounded.name,
  label: bounded.name,
  class: z.enum(['copy', 'clone', 'bypass', 'bound']),
  outcome: z.enum(['measured', 'unsupported', 'failed']),
  /** Why there are no times; null where there are. */
  reason: bounded.text.nullable(),
  /** By pass and round, nanoseconds; null in a round that the arm did not take part in. */
  passes: bounded.list(bounded.list(elapsedNs.nullable())),
});
export type ArmTimes = z.infer<typeof armTimesSchema>;

export const scenarioTimesSchema = z.object({
  id: bounded.name,
  route: bounded.name,
  fixture: bounded.name,
  sizeBytes: z.number().int().nonnegative(),
  reference: bounded.name,
  arms: bounded.list(armTimesSchema),
});
export type ScenarioTimes = z.infer<typeof scenarioTimesSchema>;

/** One run as one pass, from its record and its samples. */
export function timesOf(record: RunRecord, samples: readonly Sample[]): ScenarioTimes[] {
  return record.scenarios.map((scenario) => {
    const own = samples.filter((sample) => sample.scenario === scenario.id && !isWarmUp(sample));
    return {
      id: scenario.id,
      route: scenario.route,
      fixture: scenario.fixture,
      sizeBytes: scenario.sizeBytes,
      reference: scenario.reference,
      arms: armsOf(scenario, own),
    };
  });
}

function armsOf(scenario: ScenarioRecord, samples: readonly Sample[]): ArmTimes[] {
  const rounds = (arm: string): (number | null)[] => {
    const times = Array.from<number | null>({ length: scenario.rounds }).fill(null);
    for (const sample of samples) {
      if (sample.strategy === arm) times[sample.round - 1] = sample.elapsedNs;
    }
    return times;
  };
  const arms = scenario.strategies.map((strategy): ArmTimes => {
    const { name, label, class: kind, outcome } = strategy;
    const measured = outcome === 'measured';
    return {
      name,
      label,
      class: kind,
      outcome,
      reason: measured ? null : strategy.reason,
      passes: measured ? [rounds(name)] : [],
    };
  });
  if (scenario.control === null) return arms;
  return [...arms, { ...CONTROL_ARM, passes: [rounds(CONTROL)] }];
}

const CONTROL_ARM = {
  name: CONTROL,
  label: 'the reference again',
  class: 'copy',
  outcome: 'measured',
  reason: null,
} as const;

/**
 * Several passes over the same scenarios as one, in the order given. A strategy that failed in one of them is
 * failed: nobody knows what its other times are worth.
 */
export function joinPasses(passes: readonly (readonly ScenarioTimes[])[]): ScenarioTimes[] {
  const [first = [], ...others] = passes;
  return first.map((scenario) => {
    const same = others.flatMap((pass) => pass.filter(({ id }) => id === scenario.id));
    return {
      ...scenario,
      arms: scenario.arms.map((arm) => {
        const all = [
          arm,
          ...same.flatMap(({ arms }) => arms.filter(({ name }) => name === arm.name)),
        ];
        const broken = all.find(({ outcome }) => outcome !== 'measured');
        return broken ?? { ...arm, passes: all.flatMap((one) => one.passes) };
      }),
    };
  });
}

/** The arm of that name, or undefined when it has no times. */
export function measuredArm({ arms }: ScenarioTimes, name: string): ArmTimes | undefined {
  return arms.find((arm) => arm.name === name && arm.outcome === 'measured');
}

/** All times of an arm, over all passes. */
export function allTimes({ passes }: ArmTimes): number[] {
  return passes.flat().filter((time) => time !== null);
}

/** The times of two arms in the rounds that both took part in, pass by pass. */
export function pairedTimes(a: ArmTimes, b: ArmTimes): { a: number[]; b: number[] }[] {
  return a.passes.map((times, pass) => {
    const pairs = times.flatMap((time, round) => {
      const other = b.passes[pass]?.[round] ?? null;
      return time === null || other === null ? [] : [{ time, other }];
    });
    return { a: pairs.map(({ time }) => time), b: pairs.map(({ other }) => other) };
  });
}
