/** Lines over a size or a date, with intervals, limits, crossovers and events. */
import type { CustomSeriesOption, EChartsOption, LineSeriesOption, SeriesOption } from 'echarts';
import type { Curve, CurveChart, CurvePoint } from '../charts/chart.js';
import { escapeMarkup } from '../markup-escape.js';
import { figuresAxis, figuresAxisLeft } from './axis.js';
import { namesSeries } from './curve-names.js';
import { colour, FONT, NARROW_PX, seriesLookOf, wordsWidthPx } from './look.js';
import { boxOf, indexIn, type Element, type Sketched } from './sketched.js';

const HEIGHT_PX = 400;
/** As many names as find room beside the plot. */
const MOST_NAMES = 16;

export function curvesHeightPx(): number {
  return HEIGHT_PX;
}

export function curvesOption(chart: CurveChart, widthPx: number): EChartsOption {
  const isNarrow = widthPx < NARROW_PX;
  const areAllNamed = !isNarrow && chart.curves.length <= MOST_NAMES;
  const named = chart.curves
    .filter(({ role }) => areAllNamed || role !== 'other')
    .map(({ label }) => label);
  const lookOf = looksOf(chart);
  return {
    animation: false,
    textStyle: { fontFamily: FONT },
    grid: {
      left: 68,
      right: isNarrow ? 14 : wordsWidthPx(named) + 28,
      top: isNarrow ? 30 + Math.ceil(named.length / 2) * 22 : 30,
      bottom: 52,
      outerBoundsMode: 'none',
    },
    xAxis: figuresAxis(chart.x, widthPx),
    yAxis: figuresAxisLeft(chart.y, widthPx),
    tooltip: { trigger: 'item', confine: true },
    legend: {
      show: isNarrow,
      data: named,
      top: 0,
      textStyle: { color: colour.ink },
      icon: 'roundRect',
    },
    series: [
      ...chart.curves.flatMap((curve) => curveSeries(curve, lookOf(curve))),
      ...(isNarrow
        ? []
        : [namesSeries(chart, (curve) => nameColour(curve, lookOf(curve), areAllNamed))]),
      eventSeries(chart),
      crossingSeries(chart),
    ],
  };
}

interface Look {
  readonly colour: string;
  readonly symbol: string;
}

/** Every leading curve has a look of its own, as far as there are looks. */
function looksOf({ curves }: CurveChart): (curve: Curve) => Look {
  const leads = curves.filter(({ role }) => role === 'lead');
  return (curve) => {
    if (curve.role === 'lead') return seriesLookOf(leads.indexOf(curve));
    return { colour: curve.role === 'limit' ? colour.limit : colour.other, symbol: 'circle' };
  };
}

function nameColour({ role }: Curve, look: Look, isNamed: boolean): string | undefined {
  if (role === 'lead') return look.colour;
  return role === 'limit' || isNamed ? colour.muted : undefined;
}

function curveSeries(curve: Curve, { colour: stroke, symbol }: Look): SeriesOption[] {
  const line: LineSeriesOption = {
    type: 'line',
    name: curve.label,
    z: curve.role === 'lead' ? 4 : 2,
    data: curve.points.map(({ x, y }) => [x, y]),
    symbol,
    symbolSize: curve.role === 'lead' ? 8 : 4,
    showSymbol: curve.role !== 'limit',
    itemStyle: { color: stroke },
    lineStyle: {
      color: stroke,
      width: curve.role === 'lead' ? 2 : 1.25,
      type: curve.role === 'limit' ? 'dashed' : 'solid',
    },
    emphasis: { disabled: true },
    tooltip: { formatter: (params: unknown) => pointTip(curve, params) },
  };
  return curve.role === 'lead' ? [whiskers(curve, stroke), line] : [line];
}

function pointTip(curve: Curve, params: unknown): string {
  const point = curve.points[indexIn(params)];
  return point === undefined
    ? ''
    : `<b>${escapeMarkup(curve.label)}</b><br>${escapeMarkup(point.text)}`;
}

function whiskers({ points }: Curve, stroke: string): CustomSeriesOption {
  const bounded = points.filter(
    (point): point is CurvePoint & { low: number; high: number } =>
      point.low !== null && point.high !== null,
  );
  return {
    type: 'custom',
    silent: true,
    z: 3,
    encode: { x: 0, y: 1 },
    data: bounded.map(({ x, y }) => [x, y]),
    renderItem: (params, api): Element => {
      const point = bounded[params.dataIndex];
      if (point === undefined) return null;
      const [x = 0, y1 = 0] = api.coord([point.x, point.low]);
      const y2 = api.coord([point.x, point.high])[1] ?? 0;
      const flat = (y: number): Sketched => ({
        type: 'line',
        shape: { x1: x - 4, x2: x + 4, y1: y, y2: y },
        style: { stroke, lineWidth: 1.25 },
      });
      return {
        type: 'group',
        children: [
          { type: 'line', shape: { x1: x, x2: x, y1, y2 }, style: { stroke, lineWidth: 1.25 } },
          flat(y1),
          flat(y2),
        ],
      };
    },
  };
}

/** A ring around the place, and its words where there is room. */
function crossingSeries({ crossings }: CurveChart): CustomSeriesOption {
  return {
    type: 'custom',
    z: 6,
    encode: { x: 0, y: 1 },
    data: crossings.map(({ x, y }) => [x, y]),
    tooltip: {
      formatter: (params: unknown) => escapeMarkup(crossings[indexIn(params)]?.text ?? ''),
    },
    renderItem: (params, api): Element => {
      const crossing = crossings[params.dataIndex];
      if (crossing === undefined) return null;
      const [cx = 0, cy = 0] = api.coord([crossing.x, crossing.y]);
      const { y, height } = boxOf(params);
      return {
        type: 'group',
        children: [
          {
            type: 'line',
            shape: { x1: cx, x2: cx, y1: cy + 8, y2: y + height },
            style: { stroke: colour.muted, lineWidth: 1, lineDash: [2, 3] },
          },
          {
            type: 'circle',
            shape: { cx, cy, r: 7 },
            style: { fill: 'none', stroke: colour.ink, lineWidth: 1.5 },
          },
        ],
      };
    },
  };
}

function eventSeries({ events }: CurveChart): CustomSeriesOption {
  return {
    type: 'custom',
    silent: true,
    z: 1,
    encode: { x: 0 },
    data: events.map(({ at }) => [at]),
    renderItem: (params, api): Element => {
      const event = events[params.dataIndex];
      if (event === undefined) return null;
      const { y, height } = boxOf(params);
      const x = api.coord([event.at, 1])[0] ?? 0;
      return {
        type: 'group',
        children: [
          {
            type: 'line',
            shape: { x1: x, x2: x, y1: y, y2: y + height },
            style: { stroke: colour.muted, lineWidth: 1, lineDash: [4, 3] },
          },
          {
            type: 'text',
            style: {
              text: event.label,
              x: x + 4,
              y: y + 2,
              fill: colour.muted,
              font: `11px ${FONT}`,
            },
          },
        ],
      };
    },
  };
}
