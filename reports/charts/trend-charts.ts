/** Figures of many runs as curves over dates or commits, with steps and changes of kernel and Node marked. */
import { formatDuration, formatPercent, formatRatio } from '../../harness/core/units.js';
import type {
  MachineTrend,
  Series,
  TrendOptions,
  TrendPoint,
  TrendScenario,
} from '../../harness/results/trend.js';
import { plainSpaces } from '../plain-spaces.js';
import { scenarioTitle } from '../scenario-name.js';
import { shortCommit } from '../trend-name.js';
import { type Axis, type Crossing, type Curve, type CurveChart, slug } from './chart.js';
import { axisOver } from './scale.js';

/** Curves with a colour and a name; more cannot be told apart. */
const MOST_LEADING = 6;
/** Points of a curve that a picture can show; of longer ones every n-th is drawn, and every step. */
const MOST_POINTS = 300;
/** The same for all curves of a chart together, which also keeps the page small. */
const MOST_POINTS_TOGETHER = 800;

type Figure = 'speedup' | 'time';

/** The chart of all speedups or times of a scenario; nothing with fewer than two runs. */
export function trendChart(
  figure: Figure,
  { scenario, speedups, times }: TrendScenario,
  trend: MachineTrend,
  by: TrendOptions['by'],
): CurveChart | undefined {
  const series = figure === 'speedup' ? speedups : times;
  const points = series.flatMap((one) => one.points);
  if (new Set(points.map(({ run }) => run)).size < 2) return undefined;
  const placeOf = placesOf(trend, by);
  const leading = new Set(leadersOf(series, figure));
  const every = everyOf(series);
  const title = plainSpaces(scenarioTitle(scenario));
  const limits = points.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value]);
  return {
    kind: 'curves',
    id: slug(`${figure}-${scenario.id}-${trend.fingerprint}`),
    title: `${figure === 'speedup' ? 'Speedup' : 'Median time'} by ${by}, ${title}`,
    summary: summary(series, figure, every),
    x: xAxis(trend, by),
    y: axisOver(limits, {
      label: figure === 'speedup' ? 'speedup' : 'median time',
      unit: figure === 'speedup' ? 'ratio' : 'ns',
    }),
    curves: series.map((one) =>
      curveOf(one, leading.has(one) ? 'lead' : 'other', { figure, every, placeOf }),
    ),
    crossings: series.filter((one) => leading.has(one)).flatMap((one) => stepMarks(one, placeOf)),
    events: trend.events.map(({ run, what, to }) => ({ at: placeOf(run), label: `${what} ${to}` })),
  };
}

/** One of so many runs is drawn. */
function everyOf(series: readonly Series[]): number {
  const longest = Math.max(...series.map(({ points }) => points.length));
  const room = Math.min(MOST_POINTS, Math.max(1, MOST_POINTS_TOGETHER / series.length));
  return Math.ceil(longest / room);
}

/** What moved stands before what is fast. */
function leadersOf(series: readonly Series[], figure: Figure): readonly Series[] {
  const sign = figure === 'speedup' ? -1 : 1;
  return series
    .toSorted(
      (a, b) =>
        Number(b.steps.length > 0) - Number(a.steps.length > 0) ||
        sign * (latestOf(a) - latestOf(b)),
    )
    .slice(0, MOST_LEADING);
}

function latestOf({ points }: Series): number {
  return points.at(-1)?.value ?? 0;
}

interface Drawn {
  readonly figure: Figure;
  readonly every: number;
  readonly placeOf: (run: number) => number;
}

function curveOf({ strategy, points, steps }: Series, role: Curve['role'], drawn: Drawn): Curve {
  const { figure, every, placeOf } = drawn;
  const stepsAt = new Set(steps.map(({ run }) => run));
  const shown = points.filter(
    ({ run }, at) => at % every === 0 || at === points.length - 1 || stepsAt.has(run),
  );
  return {
    label: strategy,
    role,
    points: shown.map(({ run, value, low, high }) => ({
      x: placeOf(run),
      y: value,
      // Intervals of what stands back would hide what stands in front.
      low: role === 'lead' ? low : null,
      high: role === 'lead' ? high : null,
      text: figure === 'speedup' ? `${formatRatio(value)}x` : formatDuration(value),
    })),
  };
}

function stepMarks({ strategy, points, steps }: Series, placeOf: Drawn['placeOf']): Crossing[] {
  const byRun = new Map(points.map((point): [number, TrendPoint] => [point.run, point]));
  return steps.map(({ run, before, after }) => ({
    x: placeOf(run),
    y: byRun.get(run)?.value ?? after,
    text: `step of ${strategy}: ${after > before ? '+' : '−'}${formatPercent(Math.abs(after / before - 1))}`,
  }));
}

function placesOf({ runs }: MachineTrend, by: TrendOptions['by']): (run: number) => number {
  return by === 'commit' ? (run) => run : (run) => Date.parse(runs[run]?.startedAt ?? '');
}

function xAxis(trend: MachineTrend, by: TrendOptions['by']): Axis {
  const { runs } = trend;
  if (by === 'date') {
    const placeOf = placesOf(trend, by);
    const [min, max] = [placeOf(0), placeOf(runs.length - 1)];
    return { label: 'began', unit: 'ms', scale: 'linear', min, max };
  }
  const names = runs.map((run) => shortCommit(run) ?? '');
  return { label: 'commit', unit: 'place', scale: 'linear', min: 0, max: runs.length - 1, names };
}

function summary(series: readonly Series[], figure: Figure, every: number): string {
  const steps = series.reduce((sum, one) => sum + one.steps.length, 0);
  const runs = Math.max(...series.map(({ points }) => points.length));
  const names = series.length === 1 ? '1 strategy' : `${series.length} strategies`;
  const thinned = every === 1 ? '' : ` Of every ${every} runs one is drawn, and every step.`;
  const ringed = steps === 0 ? 'no step' : `${steps} ${steps === 1 ? 'step' : 'steps'}, ringed`;
  return `${figure === 'speedup' ? 'Speedup' : 'Median time'} of ${names} over ${runs} runs, with ${ringed}.${thinned}`;
}
