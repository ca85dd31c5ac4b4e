/** What an earlier session took of a scenario, and how far it came: where a resumed run goes on. */
import { roundOrders } from '../statistics/williams.js';
import type { ScenarioPlan } from './plan.js';
import { isWarmUp, type Sample } from './sample.js';

export interface Earlier {
  /** Of this scenario, in the order they were taken. */
  samples: readonly Sample[];
  failures: readonly { strategy: string; round: number; reason: string }[];
}

/** A scenario that begins. */
export const NOTHING: Earlier = { samples: [], failures: [] };

/** Names in the order they ran, by round; empty when nothing was begun. */
export function orderSoFar(plan: ScenarioPlan, { samples, failures }: Earlier): string[][] {
  const last = Math.max(-1, ...samples.map(({ round }) => round));
  const orders = roundOrders({ arms: Math.max(1, plan.arms.length), seed: plan.seed });
  return Array.from({ length: last + 1 }, (_, round) => {
    const ran = new Set(
      [...samples, ...failures]
        .filter((one) => one.round === round)
        .map(({ strategy }) => strategy),
    );
    const names = plan.arms.map(({ name }) => name);
    const planned = round === 0 ? names : orders.next().value.map((index) => names[index]!);
    return planned.filter((name) => ran.has(name));
  });
}

/** How long the last measured round took with all that surrounds its copies, nanoseconds; empty when there is none. */
export function roundTimes(samples: readonly Sample[]): number[] {
  const last = samples.at(-1);
  if (!last || isWarmUp(last)) return [];
  const inRound = samples.filter(({ round }) => round === last.round);
  const ns = inRound.reduce(
    (sum, { elapsedNs, settleNs, checkNs, deleteNs }) =>
      sum + elapsedNs + settleNs + checkNs + deleteNs,
    0,
  );
  return [ns];
}
