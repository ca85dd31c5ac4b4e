/** Crossovers: where, between two sizes, the fastest strategy becomes another. */
import { formatSize } from '../../harness/core/units.js';
import type { Crossing, Curve, CurvePoint } from './chart.js';

interface Leader {
  readonly curve: Curve;
  readonly point: CurvePoint;
}

/**
 * One for each pair of neighbouring sizes between which the lead changes beyond doubt: at both sizes the
 * intervals of the two do not overlap. The place is where straight lines on logarithmic axes meet.
 */
export function crossingsOf(curves: readonly Curve[]): readonly Crossing[] {
  const sizes = [...new Set(curves.flatMap(({ points }) => points.map(({ x }) => x)))].toSorted(
    (a, b) => a - b,
  );
  return sizes.slice(1).flatMap((right, index) => {
    const left = sizes[index];
    const [before, after] = [leaderAt(curves, left ?? right), leaderAt(curves, right)];
    if (before === undefined || after === undefined || before.curve === after.curve) return [];
    return meeting(before, after);
  });
}

function leaderAt(curves: readonly Curve[], size: number): Leader | undefined {
  return curves
    .flatMap((curve): Leader[] => {
      const point = curve.points.find(({ x }) => x === size);
      return point === undefined ? [] : [{ curve, point }];
    })
    .toSorted((a, b) => b.point.y - a.point.y)[0];
}

function meeting(before: Leader, after: Leader): Crossing[] {
  const chaser = pointAt(after.curve, before.point.x);
  const chased = pointAt(before.curve, after.point.x);
  if (chaser === undefined || chased === undefined) return [];
  if (overlap(before.point, chaser) || overlap(after.point, chased)) return [];
  const gapBefore = Math.log(before.point.y / chaser.y);
  const gapAfter = Math.log(after.point.y / chased.y);
  const share = gapBefore / (gapBefore + gapAfter);
  const x = between(before.point.x, after.point.x, share);
  const y = between(before.point.y, chased.y, share);
  const text = `${after.curve.label} passes ${before.curve.label} near ${formatSize(x)}`;
  return [{ x, y, text }];
}

function pointAt({ points }: Curve, x: number): CurvePoint | undefined {
  return points.find((point) => point.x === x);
}

/** Without intervals nothing is beyond doubt. */
function overlap(a: CurvePoint, b: CurvePoint): boolean {
  if (a.low === null || a.high === null || b.low === null || b.high === null) return true;
  return a.low <= b.high && b.low <= a.high;
}

/** On a logarithmic axis. */
function between(from: number, to: number, share: number): number {
  return from * (to / from) ** share;
}
