/** How a scenario stands after a block, in words: each speedup so far, and why it goes on or stops. */
import { formatEstimate } from '../../../reports/estimate.js';
import { plainSpaces } from '../../../reports/plain-spaces.js';
import { formatPercent, formatSizeExact } from '../../core/units.js';
import { pairName, type ScenarioPlan } from '../../measure/plan.js';
import { speedupSoFar, type StopQuestion, type StopReason } from '../../measure/stop-rule.js';
import { type Estimate, logHalfWidth } from '../../statistics/interval.js';
import type { Standing } from '../standing-lines.js';

/** @param stopped why it ends with this block, or undefined */
export function standingOf(
  plan: ScenarioPlan,
  question: StopQuestion,
  stopped: StopReason | undefined,
): Omit<Standing, 'elapsedNs'> {
  // In the order of the plan: workers stand in the order they started in.
  const speedups = plan.arms.flatMap(({ name }) => {
    if (!question.compared.includes(name)) return [];
    const speedup = speedupSoFar(question, name);
    return speedup ? [{ name, speedup }] : [];
  });
  const { rounds } = question;
  const place = plan.directories ? ` ${pairName(plan.directories)}` : '';
  return {
    scenario: `${formatSizeExact(plan.fixture.sizeBytes)} ${plan.route}${place}, ${rounds} rounds`,
    speedups: speedups.map(
      ({ name, speedup }) => `${name} ${plainSpaces(formatEstimate(speedup))}`,
    ),
    decision:
      stopped === undefined
        ? `goes on: ${whyOn(question, speedups)}`
        : `stops: ${whyStopped(question, stopped)}`,
    stops: stopped !== undefined,
  };
}

interface Named {
  name: string;
  speedup: Estimate;
}

function whyOn({ rounds, limits, precision }: StopQuestion, speedups: readonly Named[]): string {
  if (rounds < limits.min) return `${rounds} of at least ${limits.min} rounds`;
  const wide = speedups
    .map(({ name, speedup }) => ({ name, half: logHalfWidth(speedup) }))
    .filter(({ half }) => half > precision)
    .toSorted((a, b) => b.half - a.half);
  const [widest, ...others] = wide;
  if (widest === undefined && speedups.length > 0)
    return 'it is precise, and waits for those that share its rounds';
  if (widest === undefined) return 'no speedup can be told yet';
  const target = `target ${formatPercent(precision)}`;
  if (!Number.isFinite(widest.half)) return `${widest.name} has no interval yet, ${target}`;
  const half = `±${formatPercent(widest.half)}`;
  if (others.length === 0) return `${widest.name} is at ${half}, ${target}`;
  return `${widest.name} and ${others.length} more are at up to ${half}, ${target}`;
}

function whyStopped({ rounds, precision }: StopQuestion, stopped: StopReason): string {
  switch (stopped) {
    case 'precise':
      return `every interval within ${formatPercent(precision)}`;
    case 'budget':
      return 'its share of the time budget is spent';
    default:
      return `${rounds} rounds, the most for it`;
  }
}
