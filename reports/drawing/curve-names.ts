/** The names of curves at their right ends, pushed apart where they would stand on each other. */
import type { CustomSeriesOption } from 'echarts';
import type { Curve, CurveChart } from '../charts/chart.js';
import { FONT, FONT_SIZE_PX } from './look.js';
import { line } from './mark-shapes.js';
import type { Element, Sketched } from './sketched.js';

const STEP_PX = 15;
const GAP_PX = 16;

interface Name {
  readonly label: string;
  readonly stroke: string;
  /** Where the curve ends. */
  readonly endX: number;
  readonly endY: number;
}

/** @param strokeOf the colour of a curve that has a name; undefined for those without */
export function namesSeries(
  { curves, y }: CurveChart,
  strokeOf: (curve: Curve) => string | undefined,
): CustomSeriesOption {
  return {
    type: 'custom',
    silent: true,
    z: 5,
    // They stand beside the plot.
    clip: false,
    encode: { x: 0, y: 1 },
    // One item draws them all, as each has to know the others; its own place does not matter.
    data: curves.length === 0 ? [] : [[curves[0]?.points[0]?.x ?? 0, y.max]],
    renderItem: (_, api): Element => {
      const names = curves.flatMap((curve): Name[] => {
        const [stroke, last] = [strokeOf(curve), curve.points.at(-1)];
        if (stroke === undefined || last === undefined) return [];
        const [endX = 0, endY = 0] = api.coord([last.x, last.y]);
        return [{ label: curve.label, stroke, endX, endY }];
      });
      return { type: 'group', children: placed(names).flatMap(shapes) };
    },
  };
}

interface Placed extends Name {
  readonly x: number;
  readonly y: number;
}

/** Names that would touch form a column around the middle of where their curves end. */
function placed(names: readonly Name[]): Placed[] {
  const x = names.reduce((right, { endX }) => Math.max(right, endX), 0) + GAP_PX;
  const columns: Name[][] = [];
  for (const name of names.toSorted((a, b) => a.endY - b.endY)) {
    columns.push([name]);
    for (;;) {
      const [above, below] = columns.slice(-2);
      if (above === undefined || below === undefined) break;
      if (middleOf(below) - middleOf(above) >= (STEP_PX * (above.length + below.length)) / 2) break;
      columns.splice(-2, 2, [...above, ...below]);
    }
  }
  return columns.flatMap((column) =>
    column.map((name, index) => {
      const y = middleOf(column) + (index - (column.length - 1) / 2) * STEP_PX;
      return { ...name, x, y };
    }),
  );
}

function middleOf(column: readonly Name[]): number {
  return column.reduce((sum, { endY }) => sum + endY, 0) / column.length;
}

function shapes({ label, stroke, endX, endY, x, y }: Placed): Sketched[] {
  const lead = line(
    { x1: endX + 6, x2: x - 3, y1: endY, y2: y },
    { stroke, lineWidth: 1, opacity: 0.5 },
  );
  const text: Sketched = {
    type: 'text',
    style: {
      text: label,
      x,
      y,
      verticalAlign: 'middle',
      fill: stroke,
      font: `${FONT_SIZE_PX}px ${FONT}`,
    },
  };
  return [lead, text];
}
