/** Times of scenarios as passes would have brought them, from a seed. */
import type { ArmTimes, ScenarioTimes } from '../../harness/results/pass-times.js';
import { createRandom, type Random } from '../../harness/statistics/random.js';
import { noisyTime } from '../harness/statistics/noise.js';

export interface FakeTimes {
  /** Mean time of each strategy beside the reference; the reference itself is `read-write`. */
  strategies?: Readonly<Record<string, number>>;
  /** What the whole machine is slower by, the memory bound as well. */
  machine?: number;
  /** What the memory bound is slower by, and nothing else. */
  memory?: number;
  /** What all copies are slower by, and the memory bound is not. */
  copies?: number;
  /** The control beside the reference. */
  control?: number;
  sigma?: number;
  rounds?: number;
  id?: string;
}

const REFERENCE_NS = 2e6;
const DEFAULTS = { splice: 0.8, 'stream-pipe': 5 };

/** One pass of one scenario. The seed decides every time. */
export function fakeTimes(seed: string, setting: FakeTimes = {}): ScenarioTimes {
  const { strategies = DEFAULTS, machine = 1, copies = 1, control = 1, memory = 1 } = setting;
  const { sigma = 0.02, rounds = 20, id = 'file-to-file/7MB/warm/buffered/new' } = setting;
  const random = createRandom(seed);
  const arm = (name: string, factor: number, kind: ArmTimes['class'] = 'copy'): ArmTimes => ({
    name,
    label: `the strategy ${name}`,
    class: kind,
    outcome: 'measured',
    reason: null,
    passes: [timesOf(random, factor * machine, { sigma, rounds })],
  });
  return {
    id,
    route: 'file-to-file',
    fixture: '7MB',
    sizeBytes: 7e6,
    reference: 'read-write',
    arms: [
      arm('read-write', copies),
      ...Object.entries(strategies).map(([name, factor]) => arm(name, factor * copies)),
      arm('memory-copy', 0.2 * memory, 'bound'),
      arm('control', control * copies),
    ],
  };
}

function timesOf(
  random: Random,
  factor: number,
  { sigma, rounds }: { sigma: number; rounds: number },
): number[] {
  return Array.from({ length: rounds }, () =>
    Math.round(noisyTime(random, REFERENCE_NS * factor, { sigma })),
  );
}

/** The same scenario with the times of one arm of another. */
export function withArmOf(
  scenario: ScenarioTimes,
  name: string,
  other: ScenarioTimes,
): ScenarioTimes {
  const arms = scenario.arms.map((arm) =>
    arm.name === name ? (other.arms.find((one) => one.name === name) ?? arm) : arm,
  );
  return { ...scenario, arms };
}

/** The same scenario with one arm as it would be without figures. */
export function withoutFigures(
  scenario: ScenarioTimes,
  name: string,
  outcome: 'unsupported' | 'failed',
  reason: string,
): ScenarioTimes {
  const arms = scenario.arms.map((arm) =>
    arm.name === name ? { ...arm, outcome, reason, passes: [] } : arm,
  );
  return { ...scenario, arms };
}
