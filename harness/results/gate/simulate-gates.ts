/** Gates replayed from recorded passes: thousands of decisions in seconds, with the noise that passes had. */
import type { KnownSpeedup } from '../../measure/known-speedups.js';
import type { Enough } from '../../measure/plan.js';
import { whyEnough } from '../../measure/stop-rule.js';
import { pairedRatio } from '../../statistics/paired-ratio.js';
import type { Random } from '../../statistics/random.js';
import { joinPasses, measuredArm, pairedTimes, type ScenarioTimes } from '../pass-times.js';
import { decide } from './decide.js';
import type { CellRecord } from './gate-record.js';
import type { GateRules } from './gate-rules.js';
import type { PassPair } from './judge-pass.js';
import {
  enoughForPass,
  FEWEST_ROUNDS,
  LATER_PRECISION,
  takeEvidence,
  type PassRequest,
  type Purpose,
  type TakenTimes,
} from './procedure.js';
import { MARK, sidesOf, takingPart } from './sides.js';

export interface SimulationSetting {
  /** Passes of the same build, measured one after the other; at least `baselinePasses` + 2. */
  passes: readonly (readonly ScenarioTimes[])[];
  /** How many of them make a baseline; 0: both sides are in each pass. */
  baselinePasses: number;
  /** Rounds of a simulated first pass; absent: as many as were recorded. */
  rounds?: number | undefined;
  rules: GateRules;
  /** Half-width of an interval at which a measured pass ends, relative, such as 0.02. */
  precision: number;
  random: Random;
}

/** One simulated gate: all that was drawn for the sides of its first pass, and what it decided from some or all of it. */
export interface SimulatedGate extends PassPair {
  cells: CellRecord[];
}

/** The step by which a later pass grows until it is precise. */
const STEP = 1.5;

/**
 * Draws passes for the baseline and for every pass the gate asks for, without replacement as long as there are any,
 * and rounds within them with replacement, whole rounds at a time, so that what rounds and passes share stays
 * shared. `slowdown` multiplies one strategy's times now, in every scenario. A pass ends as a measured one does, when it is
 * precise or, between two builds, decided, looked at in steps of half as many rounds again.
 */
export async function simulateGate(
  setting: SimulationSetting,
  slowdown: { strategy: string; factor: number } | null,
): Promise<SimulatedGate> {
  const { passes, baselinePasses, rounds, rules, random } = setting;
  const drawn = random.shuffle(passes);
  let used = 0;
  const next = (): readonly ScenarioTimes[] => drawn[used++ % drawn.length] ?? [];
  const stored = joinPasses(
    Array.from({ length: baselinePasses }, () =>
      next().map((one) => resampled(one, random, rounds)),
    ),
  );
  const pairOf = (now: readonly ScenarioTimes[]): PassPair =>
    baselinePasses === 0 ? sidesOf(now) : { before: stored, now };
  let whole: PassPair | undefined;
  const take = (request: PassRequest): Promise<TakenTimes> => {
    const drawnTimes = next().flatMap((scenario) => {
      const asked = onlyAsked(scenario, request);
      if (!asked) return [];
      const slower = slowdown ? slowed(asked, slowdown) : asked;
      const wanted = (rounds ?? roundsOf(slower)) * request.roundsFactor;
      return [resampled(slower, random, wanted)];
    });
    whole ??= pairOf(drawnTimes);
    const enough = enoughOf(request.purpose, setting);
    const times = enough ? drawnTimes.map((one) => untilEnough(one, enough)) : drawnTimes;
    return Promise.resolve({ pair: pairOf(times), disturbance: null });
  };
  const evidence = await takeEvidence(rules, take);
  return { ...(whole ?? evidence.first.pair), cells: decide(rules, evidence).cells };
}

/** What ends a pass before its rounds do. A first one against a baseline was recorded as long as it took. */
function enoughOf(
  purpose: Purpose,
  { baselinePasses, precision, rules }: SimulationSetting,
): Enough | undefined {
  if (baselinePasses === 0) {
    const factor = purpose === 'first' ? 1 : LATER_PRECISION;
    return {
      precision: precision * factor,
      ...enoughForPass(purpose, FEWEST_ROUNDS, rules),
    };
  }
  return purpose === 'first' ? undefined : { precision: precision * LATER_PRECISION };
}

function roundsOf({ arms }: ScenarioTimes): number {
  return Math.max(...arms.map(({ passes }) => passes[0]?.length ?? 0));
}

function resampled(
  scenario: ScenarioTimes,
  random: Random,
  wanted: number = roundsOf(scenario),
): ScenarioTimes {
  const recorded = roundsOf(scenario);
  const chosen = Array.from({ length: wanted }, () => random.integer(recorded));
  return withTimes(scenario, (times) => chosen.map((round) => times[round] ?? null));
}

function slowed(
  scenario: ScenarioTimes,
  { strategy, factor }: { strategy: string; factor: number },
): ScenarioTimes {
  return withTimes(scenario, (times, name) =>
    name === strategy
      ? times.map((time) => (time === null ? null : Math.round(time * factor)))
      : times,
  );
}

function withTimes(
  scenario: ScenarioTimes,
  change: (times: readonly (number | null)[], name: string) => readonly (number | null)[],
): ScenarioTimes {
  const arms = scenario.arms.map((arm) => ({
    ...arm,
    passes: arm.passes.map((times) => [...change(times, arm.name)]),
  }));
  return { ...scenario, arms };
}

/** A later pass measures the reference, its control and what was asked for, on both sides, and nothing else. */
function onlyAsked(scenario: ScenarioTimes, { only }: PassRequest): ScenarioTimes | undefined {
  if (only === null) return scenario;
  const names = only.get(scenario.id);
  if (!names) return undefined;
  const isKept = takingPart(scenario.reference, names);
  const arms = scenario.arms.filter(({ name }) => isKept(name));
  return { ...scenario, arms };
}

function untilEnough(scenario: ScenarioTimes, enough: Enough): ScenarioTimes {
  const most = roundsOf(scenario);
  for (let rounds = FEWEST_ROUNDS; rounds < most; rounds = Math.ceil(rounds * STEP)) {
    const shorter = withTimes(scenario, (times) => times.slice(0, rounds));
    if (whyEnough(knownIn(shorter), rounds, enough) !== undefined) return shorter;
  }
  return scenario;
}

/** As the stop rule of a run sees it: every arm beside its rival, or else beside the reference. */
function knownIn(scenario: ScenarioTimes): KnownSpeedup[] {
  const { arms, reference } = scenario;
  return arms.flatMap(({ name, class: kind }) => {
    if (kind === 'bound' || name.endsWith(MARK)) return [];
    const rival = measuredArm(scenario, `${name}${MARK}`);
    const beside = rival ?? measuredArm(scenario, reference);
    const arm = measuredArm(scenario, name);
    if (!arm || !beside || arm === beside) return [];
    const pairs = pairedTimes(beside, arm);
    const speedup = pairedRatio(
      pairs.flatMap(({ a }) => a),
      pairs.flatMap(({ b }) => b),
    );
    return [{ name, speedup, isRival: rival !== undefined }];
  });
}
