/** How much the same program differs from itself here: what no gate may call a change. */
import { poolRuns } from '../../statistics/between-runs.js';
import { hodgesLehmann } from '../../statistics/signed-rank.js';
import { CONTROL } from '../../measure/sample.js';
import { measuredArm, type ArmTimes, type ScenarioTimes } from '../pass-times.js';
import type { EstimateRecord } from '../record.js';
import { noiseOf } from '../verdict.js';
import { ratios } from './compare-cell.js';

/** The control arm over all passes, with its 95 % interval; null without one. */
export function controlOf(scenario: ScenarioTimes): EstimateRecord | null {
  const control = measuredArm(scenario, CONTROL);
  const values = control ? ratios(scenario, control).flat() : [];
  if (values.length === 0) return null;
  const { estimate, low, high } = hodgesLehmann(values.map(Math.log));
  return {
    estimate: Math.exp(estimate),
    low: low === null ? null : Math.exp(low),
    high: high === null ? null : Math.exp(high),
  };
}

/** Largest distance of the control's interval from 1; null without an interval. */
export function controlNoise(scenario: ScenarioTimes): number | null {
  const control = controlOf(scenario);
  return control && noiseOf(control);
}

/**
 * How far two passes of one arm may lie apart although nothing changed: twice the standard deviation between
 * passes, with what the rounds within them explain taken out. Rounds within a pass share their workers, and two
 * workers of the same program differ; 0 for a single pass, which says nothing of that.
 */
export function passSpread(scenario: ScenarioTimes, arm: ArmTimes): number {
  const logs = ratios(scenario, arm)
    .filter((values) => values.length > 0)
    .map((values) => values.map(Math.log));
  if (logs.length < 2) return 0;
  return Math.expm1(2 * (poolRuns(logs, hodgesLehmann).between ?? 0));
}

/** Why `scenario` cannot be judged against `margin`, or null: its control is off, or too noisy. */
export function whyVoid(scenario: ScenarioTimes, margin: number): string | null {
  const control = controlOf(scenario);
  const { reference } = scenario;
  if (!measuredArm(scenario, reference)) return `its reference ${reference} has no figures`;
  if (!control) return `its control arm, ${reference} against itself, has no figures`;
  if (control.low === null || control.high === null) return 'it has too few rounds for an interval';
  const shown = `${control.low.toFixed(3)}x to ${control.high.toFixed(3)}x`;
  if (control.low > 1 + margin || control.high < 1 / (1 + margin)) {
    return `${reference} differs from itself by more than the margin: ${shown}`;
  }
  const noise = noiseOf(control) ?? Infinity;
  if (noise > 2 * margin) {
    return `${reference} against itself came out anywhere from ${shown}, more than twice the margin`;
  }
  return null;
}
