/** Lines that limit what is beside them: memory copy, disk read and write, an overwrite in the cache. */
import type { CustomSeriesOption } from 'echarts';
import type { IntervalChart, Limit } from '../charts/chart.js';
import { colour, FONT } from './look.js';
import { boxOf, type Element } from './sketched.js';

/** The label of every limit has a line of its own above the plot, so that none stands on another. */
export const LABEL_PX = 14;

/** Those that lie where the axis goes. */
export function shownLimits({ limits = [], axis: { min, max } }: IntervalChart): readonly Limit[] {
  return limits.filter(({ at }) => at >= min && at <= max);
}

/** Upright and dashed; the one that holds is drawn out, the others stand back. */
export function limitSeries(limits: readonly Limit[]): CustomSeriesOption {
  return {
    type: 'custom',
    silent: true,
    z: 1,
    data: limits.map(({ at }) => [at, 0]),
    encode: { x: 0, y: 1 },
    renderItem: (params, api): Element => {
      const limit = limits[params.dataIndex];
      if (limit === undefined) return null;
      const box = boxOf(params);
      const [x = 0] = api.coord([limit.at, 0]);
      const labelY = box.y - 10 - LABEL_PX * (params.dataIndex + 1);
      const isLeft = x < box.x + box.width / 2;
      return {
        type: 'group',
        children: [
          {
            type: 'line',
            shape: { x1: x, x2: x, y1: labelY, y2: box.y + box.height },
            style: {
              stroke: limit.holds ? colour.limit : colour.muted,
              lineWidth: limit.holds ? 1.75 : 1,
              lineDash: limit.holds ? [6, 4] : [2, 4],
            },
          },
          {
            type: 'text',
            style: {
              text: limit.label,
              x: x + (isLeft ? 4 : -4),
              y: labelY,
              align: isLeft ? 'left' : 'right',
              verticalAlign: 'middle',
              fill: limit.holds ? colour.ink : colour.muted,
              font: `11px ${FONT}`,
            },
          },
        ],
      };
    },
  };
}
