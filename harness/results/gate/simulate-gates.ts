/** Gates replayed from recorded passes: thousands of decisions in seconds, with the noise that passes had. */
import type { Random } from '../../statistics/random.js';
import { joinPasses, type ArmTimes, type ScenarioTimes } from '../pass-times.js';
import { decide, suspects } from './decide.js';
import type { CellRecord } from './gate-record.js';
import type { PassPair } from './judge-pass.js';
import type { GateRules } from './gate-rules.js';

export interface SimulationSetting {
  /** Passes of the same build, measured one after the other; at least `baselinePasses` + 2. */
  passes: readonly (readonly ScenarioTimes[])[];
  /** How many of them make a baseline. */
  baselinePasses: number;
  /** Rounds of a simulated pass; absent: as many as were recorded. */
  rounds?: number | undefined;
  rules: GateRules;
  random: Random;
}

/** One simulated gate: what was drawn for its sides, and what it decided. */
export interface SimulatedGate {
  before: ScenarioTimes[];
  now: ScenarioTimes[];
  cells: CellRecord[];
}

/**
 * Draws passes for baseline, first pass and confirmation without replacement, and rounds within them with
 * replacement, whole rounds at a time, so that what rounds and passes share stays shared. `slowdown` multiplies
 * one strategy's times in every scenario of the later two.
 */
export function simulateGate(
  { passes, baselinePasses, rounds, rules, random }: SimulationSetting,
  slowdown: { strategy: string; factor: number } | null,
): SimulatedGate {
  const drawn = random.shuffle(passes).map((pass) => resampled(pass, random, rounds));
  const before = joinPasses(drawn.slice(0, baselinePasses));
  const slower = (pass: readonly ScenarioTimes[] = []): ScenarioTimes[] =>
    slowdown ? slowed(pass, slowdown) : [...pass];
  const now = slower(drawn[baselinePasses]);
  const first: PassPair = { before, now };
  const doubtful = suspects(first, rules);
  const again = slower(drawn[baselinePasses + 1]).map((scenario) =>
    onlySuspects(scenario, doubtful.get(scenario.id) ?? []),
  );
  const confirmation = doubtful.size === 0 ? undefined : { before, now: again };
  const { cells } = decide({ ...rules, first, confirmation, disturbances: new Map() });
  return { before, now, cells };
}

function resampled(
  pass: readonly ScenarioTimes[],
  random: Random,
  wanted: number | undefined,
): ScenarioTimes[] {
  return pass.map((scenario) => {
    const rounds = Math.max(...scenario.arms.map(({ passes }) => passes[0]?.length ?? 0));
    const chosen = Array.from({ length: wanted ?? rounds }, () => random.integer(rounds));
    const arms = scenario.arms.map((arm) => ({
      ...arm,
      passes: arm.passes.map((times) => chosen.map((round) => times[round] ?? null)),
    }));
    return { ...scenario, arms };
  });
}

function slowed(
  pass: readonly ScenarioTimes[],
  { strategy, factor }: { strategy: string; factor: number },
): ScenarioTimes[] {
  const slow = (arm: ArmTimes): ArmTimes => ({
    ...arm,
    passes: arm.passes.map((times) =>
      times.map((time) => (time === null ? null : Math.round(time * factor))),
    ),
  });
  return pass.map((scenario) => ({
    ...scenario,
    arms: scenario.arms.map((arm) => (arm.name === strategy ? slow(arm) : arm)),
  }));
}

/** A confirmation measures the reference, its control and what is doubtful, and nothing else. */
function onlySuspects(scenario: ScenarioTimes, names: readonly string[]): ScenarioTimes {
  const kept = new Set([scenario.reference, 'control', ...names]);
  return { ...scenario, arms: scenario.arms.filter(({ name }) => kept.has(name)) };
}
