/** Throughput against size on one route, with the ceilings as lines and the crossovers marked. */
import { formatSizeExact } from '../../harness/core/units.js';
import type { MeasuredRecord, ScenarioRecord } from '../../harness/results/record.js';
import { grouped } from '../grouped.js';
import { measuredOf } from '../ranking.js';
import { circumstances, routeName } from '../scenario-name.js';
import { formatRate } from '../scenario-table.js';
import { type Curve, type CurveChart, type CurvePoint, slug } from './chart.js';
import { crossingsOf } from './crossovers.js';
import { axisOver } from './scale.js';

/** More colours than this are not told apart. */
const MOST_LEADERS = 6;

/** One chart for each route, under each conditions and in each directory, of which several sizes were measured. */
export function sizeCharts(scenarios: readonly ScenarioRecord[]): readonly CurveChart[] {
  return [...grouped(scenarios, seriesOf)].flatMap(([route, own]) => {
    const sizes = new Set(own.map(({ sizeBytes }) => sizeBytes));
    const chart = sizes.size < 2 ? undefined : sizeChart(route, own.toSorted(bySize));
    return chart === undefined ? [] : [chart];
  });
}

/** What is drawn in one chart: scenarios that differ in their size alone. */
function seriesOf(scenario: ScenarioRecord): string {
  return `${routeName(scenario)}${circumstances(scenario)}`;
}

function sizeChart(route: string, scenarios: readonly ScenarioRecord[]): CurveChart | undefined {
  const copies = curvesOf(scenarios, 'copy').filter(({ points }) => points.length > 1);
  if (copies.length === 0) return undefined;
  const limits = curvesOf(scenarios, 'bound');
  const leading = leadersOf(copies, scenarios);
  const curves = [
    ...copies.map((curve): Curve => ({
      ...curve,
      role: leading.has(curve.label) ? 'lead' : 'other',
    })),
    ...limits.map((curve): Curve => ({ ...curve, role: 'limit' })),
  ];
  const points = curves.flatMap((curve) => curve.points);
  const crossings = crossingsOf(curves.filter(({ role }) => role === 'lead'));
  return {
    kind: 'curves',
    id: slug(`sizes-${route}`),
    title: `Throughput by file size, ${route}`,
    summary: summary(copies, crossings.length, limits.length > 0),
    x: axisOver(
      points.map(({ x }) => x),
      { label: 'file size', unit: 'bytes', scale: 'log' },
    ),
    y: axisOver(
      points.flatMap(({ y, low, high }) => [y, low ?? y, high ?? y]),
      {
        label: 'throughput',
        unit: 'bytesPerSecond',
        scale: 'log',
      },
    ),
    curves,
    crossings,
    events: [],
  };
}

/** A point for each size at which the strategy was measured and moved bytes. */
function curvesOf(
  scenarios: readonly ScenarioRecord[],
  strategyClass: MeasuredRecord['class'],
): Omit<Curve, 'role'>[] {
  const curves = new Map<string, CurvePoint[]>();
  for (const scenario of scenarios) {
    for (const { name, bytesPerSecond, lowNs, highNs } of measuredOf(scenario, strategyClass)) {
      if (bytesPerSecond === null || bytesPerSecond === 0) continue;
      const rate = (ns: number | null) =>
        ns === null || ns === 0 ? null : (scenario.sizeBytes / ns) * 1e9;
      const text = `${formatRate(bytesPerSecond)} GB/s at ${formatSizeExact(scenario.sizeBytes)}`;
      const point = {
        x: scenario.sizeBytes,
        y: bytesPerSecond,
        low: rate(highNs),
        high: rate(lowNs),
        text,
      };
      curves.set(name, [...(curves.get(name) ?? []), point]);
    }
  }
  return [...curves].map(([label, points]) => ({ label, points }));
}

/** The references, then what is the fastest at most sizes, then the slowest at the largest, then the next fastest. */
function leadersOf(
  copies: readonly Omit<Curve, 'role'>[],
  scenarios: readonly ScenarioRecord[],
): ReadonlySet<string> {
  const fastest = scenarios.flatMap((scenario) => measuredOf(scenario, 'copy')[0]?.name ?? []);
  const wins = [...grouped(fastest, (name) => name)].toSorted(
    ([, a], [, b]) => b.length - a.length,
  );
  const bySpeed = copies.toSorted((a, b) => (a.points.at(-1)?.y ?? 0) - (b.points.at(-1)?.y ?? 0));
  const [slowest] = bySpeed;
  const leaders = new Set([
    ...scenarios.map(({ reference }) => reference),
    ...wins.map(([name]) => name).slice(0, MOST_LEADERS - 2),
    ...(slowest === undefined ? [] : [slowest.label]),
    ...bySpeed.toReversed().map(({ label }) => label),
  ]);
  return new Set([...leaders].slice(0, MOST_LEADERS));
}

function summary(
  copies: readonly Omit<Curve, 'role'>[],
  crossings: number,
  hasLimits: boolean,
): string {
  const sizes = new Set(copies.flatMap(({ points }) => points.map(({ x }) => x)));
  const times = crossings === 1 ? 'once' : `${crossings} times`;
  const passed =
    crossings === 0
      ? 'the lead does not change beyond doubt'
      : `the lead changes ${times}, where a ring stands`;
  const dashed = hasLimits ? ' Dashed lines are ceilings.' : '';
  return `Throughput of ${copies.length} strategies at ${sizes.size} sizes; ${passed}.${dashed}`;
}

function bySize(a: ScenarioRecord, b: ScenarioRecord): number {
  return a.sizeBytes - b.sizeBytes;
}
