/** The tables of one scenario over many runs: where each strategy began, where it is, and how it went between. */
import { durationColumn } from '../harness/core/units.js';
import type { Series } from '../harness/results/trend.js';
import type { EstimateRecord } from '../harness/results/record.js';
import { formatEstimate } from './estimate.js';
import { sparkline } from './sparkline.js';
import { type Row, type Table, cell } from './table.js';
import { code, unbroken } from './text.js';

const COLUMNS: Table['columns'] = [
  { key: 'strategy', heading: 'strategy', align: 'left', weight: 100 },
  { key: 'first', heading: 'first', align: 'left', weight: 70 },
  { key: 'latest', heading: 'latest', align: 'left', weight: 90 },
  { key: 'lowest', heading: 'lowest', align: 'right', weight: 50, extra: true },
  { key: 'highest', heading: 'highest', align: 'right', weight: 50, extra: true },
  { key: 'course', heading: 'course', align: 'left', weight: 80 },
  { key: 'steps', heading: 'steps', align: 'right', weight: 85 },
  { key: 'runs', heading: 'runs', align: 'right', weight: 60 },
];

export function speedupTrendTable(series: readonly Series[]): Table {
  return tableOf(
    series,
    formatEstimate,
    (value) => formatEstimate(alone(value)).split('\u00a0')[0] ?? '',
  );
}

export function timeTrendTable(series: readonly Series[]): Table {
  const values = series.flatMap(({ points }) => points.map(({ value }) => value));
  const duration = durationColumn(values.reduce((a, b) => Math.min(a, b), Infinity));
  const words = (value: number): string => unbroken(duration(value));
  return tableOf(series, (estimate) => withLimits(estimate, duration), words);
}

function tableOf(
  series: readonly Series[],
  whole: (estimate: EstimateRecord) => string,
  short: (value: number) => string,
): Table {
  const rows = series.map(({ strategy, points, steps }): Row => {
    const values = points.map(({ value }) => value);
    const [first, latest] = [points[0], points.at(-1)].map((point) =>
      point === undefined ? '' : whole({ estimate: point.value, low: point.low, high: point.high }),
    );
    return {
      strategy: cell(code(strategy)),
      first: cell(first ?? ''),
      latest: cell(latest ?? ''),
      lowest: cell(short(values.reduce((a, b) => Math.min(a, b), Infinity))),
      highest: cell(short(values.reduce((a, b) => Math.max(a, b), 0))),
      course: cell(sparkline(values)),
      steps: cell(String(steps.length)),
      runs: cell(String(points.length)),
    };
  });
  return { columns: COLUMNS, rows };
}

function withLimits(
  { estimate, low, high }: EstimateRecord,
  duration: (ns: number) => string,
): string {
  if (low === null || high === null) return unbroken(`${duration(estimate)} ±∞`);
  const [from, to] = [low, high].map((ns) => duration(ns).split(' ')[0]);
  return unbroken(`${duration(estimate)} [${from}, ${to}]`);
}

function alone(estimate: number): EstimateRecord {
  return { estimate, low: null, high: null };
}
