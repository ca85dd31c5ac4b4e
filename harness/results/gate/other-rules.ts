/** What the rules of other tools would say of the same times; for calibration only, never for a decision. */
import { rankSumTest } from '../../statistics/rank-sum.js';
import { welchTest } from '../../statistics/welch.js';
import { allTimes, measuredArm, type ScenarioTimes } from '../pass-times.js';

export interface OtherRule {
  name: string;
  /** Whether it would call `now` slower than `before`; both are times in nanoseconds. */
  alarms(now: readonly number[], before: readonly number[]): boolean;
}

const ALPHA = 0.05;

/** Each judges times, cell by cell, without a confirmation. */
export const OTHER_RULES: readonly OtherRule[] = [
  {
    name: 'mean over 200 % (github-action-benchmark, default)',
    alarms: (now, before) => mean(now) > 2 * mean(before),
  },
  { name: 'mean over 110 %', alarms: (now, before) => mean(now) > 1.1 * mean(before) },
  {
    name: 'Welch t test, p < 0.05',
    alarms: (now, before) => welchTest(now, before).pValue < ALPHA && mean(now) > mean(before),
  },
  {
    name: 'Mann-Whitney, p < 0.05 (benchstat)',
    alarms: (now, before) => {
      const { u, pValue } = rankSumTest(now, before);
      return pValue < ALPHA && u > (now.length * before.length) / 2;
    },
  },
];

/** Strategies that `rule` would call slower, each once. */
export function alarmsOf(
  rule: OtherRule,
  before: readonly ScenarioTimes[],
  now: readonly ScenarioTimes[],
): Set<string> {
  const found = new Set<string>();
  for (const scenario of now) {
    const earlier = before.find(({ id }) => id === scenario.id);
    for (const { name, class: kind } of scenario.arms) {
      const [then, today] = [earlier && measuredArm(earlier, name), measuredArm(scenario, name)];
      if (!then || !today || kind === 'bound' || name === 'control') continue;
      if (rule.alarms(allTimes(today), allTimes(then))) found.add(name);
    }
  }
  return found;
}

function mean(xs: readonly number[]): number {
  return xs.reduce((sum, x) => sum + x, 0) / xs.length;
}
