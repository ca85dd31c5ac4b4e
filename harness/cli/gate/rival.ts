/** The other side of a race: another build of copybench, or the same one under another Node. */
import type { Availability, ProbeContext, Strategy } from '../../../strategies/strategy.js';
import type { LineCommand } from '../../measure/line-process.js';
import type { Arm, ScenarioPlan } from '../../measure/plan.js';
import type { GateSide } from '../../results/gate/gate-record.js';
import { MARK, takingPart } from '../../results/gate/sides.js';
import type { ArmTimes } from '../../results/pass-times.js';
import { probeStrategies } from '../run/probe.js';

/** Who is raced. */
export interface Rival {
  mode: 'builds' | 'runtimes';
  side: Omit<GateSide, 'measuredAt'>;
  strategies: readonly Strategy[];
  /** What its suite of the same name lists and this build does not have: gone, and not passed over. */
  gone: readonly string[];
  /** How a worker of its own is started. */
  command(strategy: Strategy): LineCommand;
}

export interface RacedPlan {
  plan: ScenarioPlan;
  /** Arms that are not raced, as the rival's side tells of them. */
  absent: ArmTimes[];
}

/**
 * Adds the rival's arm for every arm of `plan`, so that both sides copy in the same rounds.
 *
 * @param context where the plan copies, for asking what works there
 */
export async function race(
  plan: ScenarioPlan,
  rival: Rival,
  context: ProbeContext,
): Promise<RacedPlan> {
  const raced = rival.strategies.filter(
    ({ name, routes, class: kind }) =>
      // A bound is compared with nobody; a second one would only take time.
      kind !== 'bound' && routes.includes(plan.route) && isRaced(name, plan, rival),
  );
  const availability = await probeStrategies(raced, context);
  const arms: Arm[] = [];
  const absent: ArmTimes[] = [];
  for (const strategy of raced) {
    const why = refusal(availability.get(strategy.name));
    if (why === undefined) arms.push(armOf(strategy, rival));
    else absent.push(without(strategy, why));
  }
  const names = new Set(arms.map(({ name }) => name));
  const rivals = new Map(
    plan.arms
      .filter(({ name }) => names.has(`${name}${MARK}`))
      .map(({ name }) => [name, `${name}${MARK}`] as const),
  );
  return { plan: { ...plan, arms: [...plan.arms, ...arms], rivals }, absent };
}

function isRaced(name: string, plan: ScenarioPlan, { gone }: Rival): boolean {
  const here = [...plan.arms, ...plan.unsupported].map(({ strategy }) => strategy.name);
  return here.includes(name) || gone.includes(name);
}

function armOf(strategy: Strategy, rival: Rival): Arm {
  const name = `${strategy.name}${MARK}`;
  return {
    name,
    strategy: { ...strategy, name, label: `${strategy.label}, before` },
    command: strategy.worker ?? rival.command(strategy),
  };
}

function refusal(availability: Availability | undefined): string | undefined {
  return availability?.available === false ? availability.reason : undefined;
}

function without({ name, label, class: kind }: Strategy, reason: string): ArmTimes {
  return { name, label, class: kind, outcome: 'unsupported', reason, passes: [] };
}

/** `plan` with the reference, its control, and only these of the other arms, and their rivals. */
export function onlyArms(plan: ScenarioPlan, strategies: readonly string[]): ScenarioPlan {
  const isKept = takingPart(plan.reference, strategies);
  return {
    ...plan,
    arms: plan.arms.filter(({ name }) => isKept(name)),
    comparisons: [],
  };
}
