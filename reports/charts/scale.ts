/** Which scale figures fit: linear, or logarithmic when they span more than a factor of four. */
import type { Axis, Unit } from './chart.js';

const MOST_LINEAR = 4;
/** Room at both ends of an axis, as a share of its length. */
const ROOM = 0.06;

/**
 * An axis that holds all figures with some room at both ends.
 *
 * @param figures above zero; others are left out, as no logarithm has a place for them
 * @param scale when it is not for the figures to decide
 */
export function axisOver(
  figures: readonly number[],
  { label, unit, scale }: { label: string; unit: Unit; scale?: Axis['scale'] },
): Axis {
  const shown = figures.filter((figure) => Number.isFinite(figure) && figure > 0);
  const [low, high] = shown.length === 0 ? [1, 1] : [smallest(shown), largest(shown)];
  const chosen = scale ?? (high / low > MOST_LINEAR ? 'log' : 'linear');
  if (chosen === 'log') {
    const room = (high / low) ** ROOM * (high === low ? 2 : 1);
    return { label, unit, scale: chosen, min: low / room, max: high * room };
  }
  const room = (high - low) * ROOM || high * ROOM;
  return { label, unit, scale: chosen, min: Math.max(0, low - room), max: high + room };
}

/** An axis from zero, for bars. */
export function axisFromZero(
  figures: readonly number[],
  { label, unit }: { label: string; unit: Unit },
): Axis {
  const max = largest([...figures.filter(Number.isFinite), 0]);
  return { label, unit, scale: 'linear', min: 0, max: max === 0 ? 1 : max * (1 + ROOM) };
}

function smallest(figures: readonly number[]): number {
  return figures.reduce((least, figure) => Math.min(least, figure));
}

function largest(figures: readonly number[]): number {
  return figures.reduce((most, figure) => Math.max(most, figure));
}
