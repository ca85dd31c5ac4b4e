/** Gates replayed from recorded passes: thousands of decisions in seconds, with the noise that passes had. */
import { logHalfWidth } from '../../statistics/interval.js';
import { pairedRatio } from '../../statistics/paired-ratio.js';
import type { Random } from '../../statistics/random.js';
import { joinPasses, measuredArm, pairedTimes, type ScenarioTimes } from '../pass-times.js';
import { decide } from './decide.js';
import type { CellRecord } from './gate-record.js';
import type { GateRules } from './gate-rules.js';
import type { PassPair } from './judge-pass.js';
import {
  FEWEST_ROUNDS,
  LATER_PRECISION,
  takeEvidence,
  type PassRequest,
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

/** One simulated gate: what was drawn for the sides of its first pass, and what it decided. */
export interface SimulatedGate extends PassPair {
  cells: CellRecord[];
}

/** The step by which a later pass grows until it is precise. */
const STEP = 1.5;

/**
 * Draws passes for the baseline and for every pass the gate asks for, without replacement as long as there are any,
 * and rounds within them with replacement, whole rounds at a time, so that what rounds and passes share stays
 * shared. `slowdown` multiplies one strategy's times now, in every scenario. A later pass ends as a measured one
 * does, when it is precise, looked at in steps of half as many rounds again.
 */
export async function simulateGate(
  { passes, baselinePasses, rounds, rules, precision, random }: SimulationSetting,
  slowdown: { strategy: string; factor: number } | null,
): Promise<SimulatedGate> {
  const drawn = random.shuffle(passes);
  let used = 0;
  const next = (): readonly ScenarioTimes[] => drawn[used++ % drawn.length] ?? [];
  const stored = joinPasses(
    Array.from({ length: baselinePasses }, () =>
      next().map((one) => resampled(one, random, rounds)),
    ),
  );
  const take = (request: PassRequest): Promise<TakenTimes> => {
    const times = next().flatMap((scenario) => {
      const asked = onlyAsked(scenario, request);
      if (!asked) return [];
      const slower = slowdown ? slowed(asked, slowdown) : asked;
      const wanted = (rounds ?? roundsOf(slower)) * request.roundsFactor;
      const sampled = resampled(slower, random, wanted);
      return [
        request.purpose === 'first' ? sampled : untilPrecise(sampled, precision * LATER_PRECISION),
      ];
    });
    const pair = baselinePasses === 0 ? sidesOf(times) : { before: stored, now: times };
    return Promise.resolve({ pair, disturbance: null });
  };
  const evidence = await takeEvidence(rules, take);
  return { ...evidence.first.pair, cells: decide(rules, evidence).cells };
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

function untilPrecise(scenario: ScenarioTimes, precision: number): ScenarioTimes {
  const most = roundsOf(scenario);
  for (let rounds = FEWEST_ROUNDS; rounds < most; rounds = Math.ceil(rounds * STEP)) {
    const shorter = withTimes(scenario, (times) => times.slice(0, rounds));
    if (isPrecise(shorter, precision)) return shorter;
  }
  return scenario;
}

/** As the stop rule of a run sees it: every arm beside its rival, or else beside the reference. */
function isPrecise(scenario: ScenarioTimes, precision: number): boolean {
  const { arms, reference } = scenario;
  return arms.every(({ name, class: kind }) => {
    if (kind === 'bound' || name.endsWith(MARK)) return true;
    const rival = measuredArm(scenario, `${name}${MARK}`);
    const beside = rival ?? measuredArm(scenario, reference);
    const arm = measuredArm(scenario, name);
    if (!arm || !beside || arm === beside) return true;
    const pairs = pairedTimes(beside, arm);
    const ratio = pairedRatio(
      pairs.flatMap(({ a }) => a),
      pairs.flatMap(({ b }) => b),
    );
    return logHalfWidth(ratio) <= precision;
  });
}
