/** Whom a gate compares with: a baseline from disk, or a rival that runs in the same rounds. */
import type { ProbeContext } from '../../../strategies/strategy.js';
import type { ScenarioPlan } from '../../measure/plan.js';
import type { Baseline } from '../../results/gate/baseline.js';
import type { Measure } from '../../results/gate/compare-cell.js';
import type { GateRecord, GateSide } from '../../results/gate/gate-record.js';
import type { PassPair } from '../../results/gate/judge-pass.js';
import type { ArmTimes, ScenarioTimes } from '../../results/pass-times.js';
import { sidesOf } from '../../results/gate/sides.js';
import { race, type Rival } from './rival.js';

export interface Opponent {
  mode: GateRecord['mode'];
  side: GateSide;
  measure: Measure;
  sameMachine: boolean;
  /** The plans with whatever the opponent needs in them. */
  join(
    plans: readonly ScenarioPlan[],
    contextOf: (plan: ScenarioPlan) => ProbeContext,
  ): Promise<ScenarioPlan[]>;
  /** The two sides of a pass. */
  pair(times: readonly ScenarioTimes[]): PassPair;
}

/** A baseline; `absolute` compares times instead of ratios. */
export function storedOpponent(
  baseline: Baseline,
  { absolute, sameMachine }: { absolute: boolean; sameMachine: boolean },
): Opponent {
  const { capturedAt, tool, machine, commit, scenarios } = baseline;
  return {
    mode: 'baseline',
    side: {
      name: `baseline of ${capturedAt.slice(0, 10)}`,
      version: tool.version,
      node: machine.runtime.node,
      commit,
      measuredAt: capturedAt,
    },
    measure: absolute ? 'time' : 'ratio',
    sameMachine,
    join: (plans) => Promise.resolve([...plans]),
    pair: (now) => ({ before: scenarios, now }),
  };
}

/** A rival that copies in the same rounds. */
export function racingOpponent(rival: Rival, startedAt: Date): Opponent {
  const absent = new Map<string, readonly ArmTimes[]>();
  return {
    mode: rival.mode,
    side: { ...rival.side, measuredAt: startedAt.toISOString() },
    measure: 'paired',
    sameMachine: true,
    join: async (plans, contextOf) => {
      const raced: ScenarioPlan[] = [];
      for (const plan of plans) {
        const { plan: joined, absent: without } = await race(plan, rival, contextOf(plan));
        absent.set(plan.id, without);
        raced.push(joined);
      }
      return raced;
    },
    pair: (times) => sidesOf(times, absent),
  };
}
