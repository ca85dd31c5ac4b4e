/** What ratios to the reference cannot show: that the reference itself, and so everything, became slower. */
import { formatRatio } from '../../core/units.js';
import { unpairedChange } from '../../statistics/change.js';
import { allTimes, measuredArm, type ScenarioTimes } from '../pass-times.js';
import type { EstimateRecord } from '../record.js';
import type { GateRules } from './gate-rules.js';
import { ratios } from './compare-cell.js';

export interface UniformChange {
  /** The reference's own time, now / before; null where the machine is another one. */
  reference: EstimateRecord | null;
  /** The reference's time relative to the bound, now / before; null where that was not measured. */
  overMemory: EstimateRecord | null;
  /** A sentence where the reference became slower by more than the margin, else null. */
  sentence: string | null;
}

/** Looks at the reference of one scenario before and now, in two runs. */
export function uniformChange(
  before: ScenarioTimes,
  now: ScenarioTimes,
  { margin, sameMachine, bound }: Pick<GateRules, 'margin' | 'sameMachine' | 'bound'>,
): UniformChange {
  const then = measuredArm(before, before.reference);
  const today = measuredArm(now, now.reference);
  if (!then || !today) return { reference: null, overMemory: null, sentence: null };
  const own = unpairedChange(allTimes(today), allTimes(then), margin).ratio;
  const memoryBefore = bound === null ? [] : ratios(before, then, bound).flat();
  const memoryNow = bound === null ? [] : ratios(now, today, bound).flat();
  const isBound = memoryBefore.length > 0 && memoryNow.length > 0;
  const overMemory = isBound ? unpairedChange(memoryNow, memoryBefore, margin).ratio : null;
  const reference = sameMachine ? own : null;
  const found = { reference, overMemory };
  return { ...found, sentence: say(now.reference, found, { margin, bound: bound ?? '' }) };
}

function say(
  name: string,
  { reference, overMemory }: Omit<UniformChange, 'sentence'>,
  { margin, bound }: { margin: number; bound: string },
): string | null {
  const itself = reference && isBeyond(reference, margin) ? reference : null;
  const beside = overMemory && isBeyond(overMemory, margin) ? overMemory : null;
  if (itself && beside) {
    return (
      `The reference ${name} itself takes ${shown(itself)} the time, and ${shown(beside)} beside ${bound}: ` +
      'what all copies share (kernel, filesystem or disk) became slower. Ratios hide that; --absolute judges times.'
    );
  }
  if (itself) {
    const why = overMemory
      ? `${bound} slowed down with it: the machine is slower now, which ratios even out where both slow down alike.`
      : 'Ratios hide that; --absolute judges times.';
    return `The reference ${name} itself takes ${shown(itself)} the time. ${why}`;
  }
  if (!beside) return null;
  return (
    `The reference ${name} takes ${shown(beside)} the time beside ${bound}: ` +
    'what all copies share may have become slower, and ratios would hide that.'
  );
}

function isBeyond({ low }: EstimateRecord, margin: number): boolean {
  return low !== null && low > 1 + margin;
}

function shown({ estimate, low, high }: EstimateRecord): string {
  const interval = [low, high].map((limit) =>
    limit === null ? '?' : formatRatio(limit, estimate),
  );
  return `${formatRatio(estimate)}x [${interval.join(', ')}]`;
}
