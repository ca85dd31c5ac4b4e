/** Columns of sketches, put beside the figures of a scenario: the interval against 1x, and the spread of the samples. */
import { formatRatio } from '../harness/core/units.js';
import type { Axis, IntervalChart, SampleChart } from './charts/chart.js';
import { type Sketch, sketchesOf } from './charts/sketch.js';
import { type Cell, type Column, type Table, cell } from './table.js';
import { plainText } from './text.js';

/** The table as it is where there is nothing to draw. */
export function withSketches(
  table: Table,
  speedups: IntervalChart | undefined,
  samples: SampleChart | undefined,
): Table {
  const sketches = sketchesOf(speedups, samples);
  const [name] = table.columns;
  if (sketches.size === 0 || name === undefined) return table;
  const rows = table.rows.map((row) => {
    const own = sketches.get(plainText(row[name.key]?.text ?? []));
    return { ...row, interval: drawn(own?.interval), spread: drawn(own?.spread) };
  });
  const added = [
    ...(speedups === undefined ? [] : [column('interval', 60, speedups.axis)]),
    ...(samples === undefined ? [] : [column('spread', 45, samples.axis)]),
  ];
  const at = table.columns.findIndex(({ key }) => key === 'speedup') + 1;
  const columns = [...table.columns.slice(0, at), ...added, ...table.columns.slice(at)];
  return { columns, rows };
}

function column(key: 'interval' | 'spread', weight: number, { min, max }: Axis): Column {
  const ends = `${formatRatio(min)}x to ${formatRatio(max)}x`;
  const heading = key === 'interval' ? ends : `samples ${ends}`;
  return { key, heading, align: 'left', weight, extra: true, drawn: true };
}

function drawn(sketch: Sketch | undefined): Cell {
  return sketch === undefined ? cell('') : { ...cell(''), sketch };
}
