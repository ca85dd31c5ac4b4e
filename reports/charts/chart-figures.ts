/** The figures of a chart as a table, where no other table of the report has them. */
import { formatDuration, formatSizeExact } from '../../harness/core/units.js';
import { type Column, type Row, type Table, cell } from '../table.js';
import { code } from '../text.js';
import type { Chart, CurveChart, SampleChart } from './chart.js';

/** Nothing for charts of what stands in the table beside them. */
export function chartFigures(chart: Chart): Table | undefined {
  if (chart.kind === 'samples') return sampleFigures(chart);
  return chart.kind === 'curves' ? curveFigures(chart) : undefined;
}

const BOX: readonly (readonly [keyof SampleChart['rows'][number]['box'], string])[] = [
  ['min', 'shortest'],
  ['q1', 'first quarter'],
  ['median', 'median'],
  ['q3', 'third quarter'],
  ['max', 'longest'],
];

function sampleFigures({ rows }: SampleChart): Table {
  const columns = [
    named('strategy', 'strategy'),
    figure('samples', 'samples'),
    ...BOX.map(([key, heading]) => figure(key, heading)),
  ];
  return {
    columns,
    rows: rows.map(({ label, dots, box, medianNs }): Row => {
      const times = BOX.map(([key]) => [key, cell(formatDuration(box[key] * medianNs))] as const);
      return {
        strategy: cell(code(label)),
        samples: cell(String(dots.length)),
        ...Object.fromEntries(times),
      };
    }),
  };
}

function curveFigures({ curves, x }: CurveChart): Table {
  const places = [
    ...new Set(curves.flatMap(({ points }) => points.map((point) => point.x))),
  ].toSorted((a, b) => a - b);
  const headingOf = (place: number): string =>
    x.unit === 'bytes' ? formatSizeExact(place) : (x.names?.[place] ?? String(place));
  return {
    columns: [
      named('strategy', 'strategy'),
      ...places.map((place) => figure(String(place), headingOf(place))),
    ],
    rows: curves.map(({ label, points }): Row => {
      const cells = points.map((point) => [String(point.x), cell(point.text)] as const);
      return { strategy: cell(code(label)), ...Object.fromEntries(cells) };
    }),
  };
}

function named(key: string, heading: string): Column {
  return { key, heading, align: 'left', weight: 100 };
}

function figure(key: string, heading: string): Column {
  return { key, heading, align: 'right', weight: 50 };
}
