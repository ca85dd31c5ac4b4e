/** How a scenario stands after a block, in words: each speedup so far, and why it goes on or stops. */
import { formatEstimate } from '../../../reports/estimate.js';
import { plainSpaces } from '../../../reports/plain-spaces.js';
import { formatPercent, formatSizeExact } from '../../core/units.js';
import { pairName, type ScenarioPlan } from '../../measure/plan.js';
import { openArms, type StopQuestion, type StopReason } from '../../measure/stop-rule.js';
import { logHalfWidth } from '../../statistics/interval.js';
import type { Standing } from '../standing-lines.js';

/** @param stopped why it ends with this block, or undefined */
export function standingOf(
  plan: ScenarioPlan,
  question: StopQuestion,
  stopped: StopReason | undefined,
): Omit<Standing, 'elapsedNs'> {
  const { known, rounds } = question;
  // In the order of the plan: workers stand in the order they started in.
  const speedups = plan.arms.flatMap(({ name }) => {
    const speedup = known.find((one) => one.name === name)?.speedup;
    return speedup ? [{ name, speedup }] : [];
  });
  const place = plan.directories ? ` ${pairName(plan.directories)}` : '';
  return {
    scenario: `${formatSizeExact(plan.fixture.sizeBytes)} ${plan.route}${place}, ${rounds} rounds`,
    speedups: speedups.map(
      ({ name, speedup }) => `${name} ${plainSpaces(formatEstimate(speedup))}`,
    ),
    decision:
      stopped === undefined
        ? `goes on: ${whyOn(question)}`
        : `stops: ${whyStopped(question, stopped)}`,
    stops: stopped !== undefined,
  };
}

function whyOn(question: StopQuestion): string {
  const { known, rounds, limits, precision } = question;
  if (rounds < limits.min) return `${rounds} of at least ${limits.min} rounds`;
  if (known.every(({ speedup }) => speedup === undefined)) return 'no speedup can be told yet';
  const [widest, ...others] = openArms(known, question)
    .flatMap(({ name, speedup }) => (speedup ? [{ name, half: logHalfWidth(speedup) }] : []))
    .toSorted((a, b) => b.half - a.half);
  if (widest === undefined) return 'it knows enough, and waits for those that share its rounds';
  const target = `target ${formatPercent(precision)}`;
  if (!Number.isFinite(widest.half)) return `${widest.name} has no interval yet, ${target}`;
  const half = `±${formatPercent(widest.half)}`;
  if (others.length === 0) return `${widest.name} is at ${half}, ${target}`;
  return `${widest.name} and ${others.length} more are at up to ${half}, ${target}`;
}

function whyStopped(
  { rounds, precision, tolerated = 0 }: StopQuestion,
  stopped: StopReason,
): string {
  switch (stopped) {
    case 'precise':
      return `every interval within ${formatPercent(precision)}`;
    case 'decided':
      return `every interval within ${formatPercent(precision)}, or no slower by more than ${formatPercent(tolerated)}`;
    case 'few-open':
      return 'what is still open is measured longer, alone';
    case 'budget':
      return 'its share of the time budget is spent';
    default:
      return `${rounds} rounds, the most for it`;
  }
}
