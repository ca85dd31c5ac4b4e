/** What gates amount to: false alarms and detections, live and simulated, beside the rules of other tools. */
import {
  minimumDetectableChange,
  roundsToDetect,
  sigma,
} from '../../statistics/detectable-change.js';
import type { Estimate } from '../../statistics/interval.js';
import { rateInterval } from '../../statistics/proportion.js';
import { median } from '../../statistics/quantile.js';
import type { Random } from '../../statistics/random.js';
import { CONTROL } from '../../measure/sample.js';
import { measuredArm, type ScenarioTimes } from '../pass-times.js';
import type { Calibration, LiveGate } from './calibration.js';
import { candidates } from './judge-pass.js';
import { ratios } from './compare-cell.js';
import type { GateRules } from './gate-rules.js';
import { alarmsOf, OTHER_RULES, type OtherRule } from './other-rules.js';
import { MARK } from './sides.js';
import { simulateGate, type SimulatedGate, type SimulationSetting } from './simulate-gates.js';

/** How a rule did over gates of one kind. */
export interface KindOfGate {
  /** Slowdown that was asked for; 0: nothing changed. */
  injected: number;
  gates: number;
  /** Gates with an alarm about a strategy that was not slowed down. */
  falseAlarms: Estimate;
  /** Gates that found the one that was; null where nothing changed. */
  detections: Estimate | null;
  /** Gates that could not decide: void, inconclusive, or nothing to compare. */
  undecided: Estimate;
}

export interface LiveRates extends KindOfGate {
  /** The injected slowdown as it came out, median of the changes seen; null where nothing changed. */
  seen: number | null;
  /** Median wall time of a gate, nanoseconds. */
  elapsedNs: number;
}

/** Live gates by what was injected, nothing first. */
export function liveRates(gates: readonly LiveGate[]): LiveRates[] {
  const kinds = [...new Set(gates.map(({ injected }) => injected))].toSorted((a, b) => a - b);
  return kinds.map((injected) => {
    const own = gates.filter((gate) => gate.injected === injected);
    const seen = own.flatMap((gate) => gate.seen);
    const undecided = own.filter(({ outcome }) => outcome !== 'pass' && outcome !== 'regression');
    return {
      injected,
      gates: own.length,
      falseAlarms: rateOf(own, ({ falseAlarms }) => falseAlarms.length > 0),
      detections: injected === 0 ? null : rateOf(own, isDetected),
      undecided: rateInterval(undecided.length, own.length),
      seen: seen.length === 0 ? null : median(seen),
      elapsedNs: median(own.map(({ elapsedNs }) => elapsedNs)),
    };
  });
}

function isDetected({ states }: LiveGate): boolean {
  return states.includes('regression');
}

export interface RuleRates {
  rule: string;
  kinds: KindOfGate[];
}

export interface SimulationOptions {
  /** Gates of each kind. */
  gates: number;
  /** Rounds of a simulated pass; undefined: as many as were recorded. */
  rounds: number | undefined;
  /** Slowdowns, as shares. */
  effects: readonly number[];
  rules: GateRules;
  /** Half-width of an interval at which a measured pass ends, relative. */
  precision: number;
  random: Random;
}

/**
 * Replays the recorded passes: gates without a change and with each of `effects`, the slowed strategy in turn,
 * judged by our rule and by those of other tools on the same times.
 */
export async function simulatedRates(
  { passes, baselinePasses }: Pick<Calibration, 'passes' | 'baselinePasses'>,
  { gates, effects, ...drawing }: SimulationOptions,
): Promise<RuleRates[]> {
  const setting: SimulationSetting = { passes, baselinePasses, ...drawing };
  const strategies = strategiesOf(passes[0] ?? []);
  const kinds: { injected: number; simulated: Simulated[] }[] = [];
  for (const injected of [0, ...effects]) {
    const simulated: Simulated[] = [];
    for (let index = 0; index < gates; index++) {
      const strategy = strategies[index % strategies.length] ?? '';
      const slowdown = injected === 0 ? null : { strategy, factor: 1 + injected };
      const gate = await simulateGate(setting, slowdown);
      simulated.push({ strategy: slowdown && strategy, gate });
    }
    kinds.push({ injected, simulated });
  }
  return [OUR_RULE, ...OTHER_RULES.map(asJudge)].map((judge) => ({
    rule: judge.name,
    kinds: kinds.map(({ injected, simulated }) => kindOf(judge, injected, simulated)),
  }));
}

/** A rule as it judges simulated gates. */
interface Judge {
  name: string;
  /** Strategies that it calls slower. */
  alarms(gate: SimulatedGate): ReadonlySet<string>;
  /** Whether it refuses to decide. */
  undecided(gate: SimulatedGate): boolean;
}

const OUR_RULE: Judge = { name: 'copybench gate', alarms: regressionsOf, undecided: isUndecided };

/** Other rules always have an answer. */
function asJudge(rule: OtherRule): Judge {
  return {
    name: rule.name,
    alarms: ({ before, now }) => alarmsOf(rule, before, now),
    undecided: () => false,
  };
}

interface Simulated {
  /** The one that was slowed down, or null. */
  strategy: string | null;
  gate: SimulatedGate;
}

function kindOf(judge: Judge, injected: number, simulated: readonly Simulated[]): KindOfGate {
  const judged = simulated.map((one) => ({ ...one, alarms: judge.alarms(one.gate) }));
  const isFalse = ({ alarms, strategy }: (typeof judged)[number]): boolean =>
    [...alarms].some((name) => name !== strategy);
  return {
    injected,
    gates: simulated.length,
    falseAlarms: rateOf(judged, isFalse),
    detections: injected === 0 ? null : rateOf(judged, (one) => one.alarms.has(one.strategy ?? '')),
    undecided: rateOf(judged, ({ gate }) => judge.undecided(gate)),
  };
}

function regressionsOf({ cells }: SimulatedGate): Set<string> {
  return new Set(
    cells.filter(({ state }) => state === 'regression').map(({ strategy }) => strategy),
  );
}

function isUndecided({ cells }: SimulatedGate): boolean {
  const states = new Set(cells.map(({ state }) => state));
  return !states.has('regression') && (states.has('void') || states.has('inconclusive'));
}

function strategiesOf(pass: readonly ScenarioTimes[]): string[] {
  const names = pass.flatMap((scenario) => candidates(scenario, 'ratio').map(({ name }) => name));
  return [...new Set(names)].filter((name) => !name.endsWith(MARK));
}

/** What one pass can see at one size, by the control arm over all recorded passes. */
export interface SizeNoise {
  scenario: string;
  rounds: number;
  /** Standard deviation of the log ratio of the reference to itself, of one round. */
  sigma: number;
  /** Smallest change that so many rounds see with 80 % power, within a run. */
  mde: number;
  /** Rounds that see a change of the margin with 80 % power, within a run. */
  roundsForMargin: number;
}

export function noiseBySize({
  passes,
  margin,
}: Pick<Calibration, 'passes' | 'margin'>): SizeNoise[] {
  const [first = []] = passes;
  return first.flatMap(({ id }) => {
    const logs = passes.flatMap((pass) => {
      const scenario = pass.find((one) => one.id === id);
      const control = scenario && measuredArm(scenario, CONTROL);
      return scenario && control ? [ratios(scenario, control).flat().map(Math.log)] : [];
    });
    const all = logs.flat();
    if (all.length < 2) return [];
    const rounds = median(logs.map(({ length }) => length));
    const spread = sigma(all);
    return [
      {
        scenario: id,
        rounds,
        sigma: spread,
        mde: minimumDetectableChange(spread, Math.round(rounds)),
        roundsForMargin: roundsToDetect(spread, margin),
      },
    ];
  });
}

function rateOf<T>(all: readonly T[], holds: (one: T) => boolean): Estimate {
  return rateInterval(all.filter(holds).length, all.length);
}
