/** Measures what a gate asks for: the passes of its procedure, by copying. */
import { planScenarios, type RoundLimits, type ScenarioPlan } from '../../measure/plan.js';
import type { GateRules } from '../../results/gate/gate-rules.js';
import {
  FEWEST_ROUNDS,
  LATER_PRECISION,
  enoughForPass,
  takeEvidence,
  type Evidence,
  type PassRequest,
  type Purpose,
} from '../../results/gate/procedure.js';
import { probeContext } from '../run/probe.js';
import type { Opponent } from './opponent.js';
import { onlyArms } from './rival.js';
import { seedOf, takePass, type PassRoom, type TakenPass } from './take-pass.js';

export interface MeasuredGate {
  evidence: Evidence;
  /** In the order they were made. */
  passes: TakenPass[];
}

export interface GateMeasuring {
  rules: GateRules;
  /** The number of the next pass: names its folder and moves its seed. */
  nextPass: () => number;
  /** Changes the plans before they are measured, such as by slowing an arm down. */
  alter?: (plans: readonly ScenarioPlan[]) => Promise<ScenarioPlan[]>;
}

const SAID: Readonly<Record<Purpose, string>> = {
  first: '',
  sharper: 'Longer, because it is too noisy to tell yet',
  confirmation: 'Again, to confirm',
};

/** Makes passes until the gate knows enough, or is interrupted. */
export async function measureGate(
  room: PassRoom,
  opponent: Pick<Opponent, 'join' | 'pair'>,
  { rules, nextPass, alter }: GateMeasuring,
): Promise<MeasuredGate> {
  const { progress, interrupt } = room.stage;
  const passes: TakenPass[] = [];
  const take = async (request: PassRequest) => {
    const sentence = sentenceOf(request, rules);
    if (sentence !== '') progress.say(sentence);
    const number = nextPass();
    const planned = await plansOf(room, opponent, { request, seed: seedOf(room.prepared, number) });
    const plans = planned.map((plan) => (plan.rivals ? decidable(plan, request, rules) : plan));
    const place = request.purpose === 'first' ? room : sharpened(room);
    const pass = await takePass(place, number, alter ? await alter(plans) : plans);
    passes.push(pass);
    return { pair: opponent.pair(pass.times), disturbance: pass.disturbance };
  };
  const evidence = await takeEvidence(rules, take, () => interrupt.signal.aborted);
  return { evidence, passes };
}

/** A race is over when nobody is slower; what few strategies leave open a first pass leaves to the next. */
function decidable(plan: ScenarioPlan, { purpose }: PassRequest, rules: GateRules): ScenarioPlan {
  return { ...plan, decides: enoughForPass(purpose, plan.rounds.min, rules) };
}

interface Planned {
  request: Pick<PassRequest, 'only' | 'roundsFactor'>;
  seed: number;
}

/** The plans of a pass: those of the suite, with enough rounds, the opponent's arms, and only what is asked for. */
export async function plansOf(
  { stage, prepared }: PassRoom,
  opponent: Pick<Opponent, 'join'>,
  { request: { only, roundsFactor }, seed }: Planned,
): Promise<ScenarioPlan[]> {
  const plans = planScenarios({ ...stage.work, routes: prepared.routes, seed })
    .filter(({ id }) => only === null || only.has(id))
    .map((plan) => ({ ...plan, rounds: roundsOf(plan, roundsFactor) }));
  const joined = await opponent.join(plans, (plan) => probeContext(plan, stage.directories));
  return joined.map((plan) => (only === null ? plan : onlyArms(plan, only.get(plan.id) ?? [])));
}

/** The same room for passes whose intervals shall be narrower. */
function sharpened({ stage, ...room }: PassRoom): PassRoom {
  const precision = stage.options.precision * LATER_PRECISION;
  return { ...room, stage: { ...stage, options: { ...stage.options, precision } } };
}

/** How many rounds a pass takes of `plan`, with so many times the usual ones. */
export function roundsOf({ rounds: { min, max } }: ScenarioPlan, factor: number): RoundLimits {
  return { min: Math.max(FEWEST_ROUNDS, min), max: Math.max(FEWEST_ROUNDS, max) * factor };
}

function sentenceOf({ purpose, isRepeated, only }: PassRequest, { bound }: GateRules): string {
  if (isRepeated) {
    return `Again, because the machine was not quiet: ${[...(only ?? new Map()).keys()].join(', ')}`;
  }
  const names = [...new Set([...(only?.values() ?? [])].flat())].filter((name) => name !== bound);
  return names.length === 0 ? '' : `${SAID[purpose]}: ${names.join(', ')}`;
}
