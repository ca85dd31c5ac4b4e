/** The most that the passes of a gate take on a disk, known from its plan before the first copy. */
import type { ScenarioPlan } from '../../measure/plan.js';
import { LATER_ROUNDS } from '../../results/gate/procedure.js';
import { MARK } from '../../results/gate/sides.js';
import { passBytes } from '../run/results-space.js';
import { roundsOf } from './measure-gate.js';

/** Everything, what is open, and what seems slower: each once more where the machine was not quiet. */
const PASSES = { first: 2, later: 4 };
/** `gate.json` and `gate.md`: a few sentences and some dozen figures for every strategy in every scenario. */
const GATE_BYTES = { file: 200_000, arm: 10_000 };

/** @param isRaced both sides copy in every round */
export function gateBytes(plans: readonly ScenarioPlan[], isRaced: boolean): number {
  const arms = plans.reduce((sum, plan) => sum + plan.arms.length, 0);
  const first = passBytes(asMeasured(plans, isRaced, 1));
  const later = passBytes(asMeasured(plans, isRaced, LATER_ROUNDS));
  const decision = GATE_BYTES.file + GATE_BYTES.arm * arms;
  return PASSES.first * first + PASSES.later * later + decision;
}

function asMeasured(
  plans: readonly ScenarioPlan[],
  isRaced: boolean,
  roundsFactor: number,
): ScenarioPlan[] {
  return plans.map((plan) => {
    const rivals = plan.arms.map((arm) => ({ ...arm, name: `${arm.name}${MARK}` }));
    return {
      ...plan,
      rounds: roundsOf(plan, roundsFactor),
      arms: isRaced ? [...plan.arms, ...rivals] : plan.arms,
    };
  });
}
