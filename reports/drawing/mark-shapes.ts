/** The shapes of one estimate: its whisker, its symbol, and the line that leads the eye to it. */
import type { Tone } from '../charts/chart.js';
import { colour } from './look.js';
import type { Box, Sketched } from './sketched.js';

const RADIUS_PX = 4.5;
const CAP_PX = 4;

/** Where and in what colour a mark stands. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly stroke: string;
}

export function line(
  shape: { x1: number; x2: number; y1: number; y2: number },
  style: object,
): Sketched {
  return { type: 'line', shape, style };
}

function polygon(points: number[][], style: object): Sketched {
  return { type: 'polygon', shape: { points }, style };
}

export function guide({ x, width }: Box, y: number, stroke: string): Sketched {
  return line({ x1: x, x2: x + width, y1: y, y2: y }, { stroke, lineWidth: 1 });
}

/** Dashed where no verdict holds. */
export function whisker(from: number, to: number, { y, stroke }: Place, tone: Tone): Sketched[] {
  const dashed = tone === 'unclear' ? { lineDash: [3, 2] } : {};
  const caps = [from, to].map((x) =>
    line({ x1: x, x2: x, y1: y - CAP_PX, y2: y + CAP_PX }, { stroke, lineWidth: 1.5 }),
  );
  return [line({ x1: from, x2: to, y1: y, y2: y }, { stroke, lineWidth: 2, ...dashed }), ...caps];
}

/** Filled where there is a verdict, hollow where there is none; what is apart is a triangle. */
export function symbol({ x, y, stroke }: Place, tone: Tone, isApart: boolean): Sketched {
  const r = RADIUS_PX;
  const filled = { fill: stroke, stroke: colour.paper, lineWidth: 1 };
  const hollow = { fill: colour.paper, stroke, lineWidth: 1.75 };
  if (isApart)
    return polygon(
      [
        [x - r, y + r],
        [x, y - r],
        [x + r, y + r],
      ],
      hollow,
    );
  if (tone === 'reference')
    return {
      type: 'rect',
      shape: { x: x - r, y: y - r, width: 2 * r, height: 2 * r },
      style: filled,
    };
  const d = r + 1;
  if (tone === 'slower')
    return polygon(
      [
        [x - d, y],
        [x, y - d],
        [x + d, y],
        [x, y + d],
      ],
      filled,
    );
  return { type: 'circle', shape: { cx: x, cy: y, r }, style: tone === 'faster' ? filled : hollow };
}
