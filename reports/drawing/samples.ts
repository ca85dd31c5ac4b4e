/** Every sample as a dot, row by row; in a row the first round stands on top, below all of them their box. */
import type { CustomSeriesOption, EChartsOption } from 'echarts';
import { formatDuration } from '../../harness/core/units.js';
import type { Dot, SampleChart, SampleRow } from '../charts/chart.js';
import { escapeMarkup } from '../markup-escape.js';
import { figuresAxis, namesAxis } from './axis.js';
import { colour, FONT, wordsWidthPx } from './look.js';
import { bandOf, boxOf, indexIn, type Element, type Sketched } from './sketched.js';

const ROW_PX = 46;
const FRAME_PX = 68;
const DOT_PX = 2.2;
/** Shares of a row: where the dots begin and end, and where the box lies. */
const DOTS_FROM = -0.4;
const DOTS_TO = 0.16;
const BOX_AT = 0.32;

export function samplesHeightPx({ rows }: SampleChart): number {
  return FRAME_PX + rows.length * ROW_PX;
}

export function samplesOption(chart: SampleChart, widthPx: number): EChartsOption {
  const names = chart.rows.map(({ label }) => label);
  const texts = chart.rows.map(({ text }) => text);
  return {
    animation: false,
    textStyle: { fontFamily: FONT },
    grid: {
      left: wordsWidthPx(names) + 12,
      right: wordsWidthPx(texts) + 16,
      top: 12,
      bottom: 50,
      outerBoundsMode: 'none',
    },
    xAxis: figuresAxis(chart.axis, widthPx),
    yAxis: [namesAxis(names, 'left'), namesAxis(texts, 'right')],
    tooltip: { trigger: 'item', confine: true },
    series: [
      boxSeries(chart),
      dotSeries(chart),
      { type: 'custom', yAxisIndex: 1, data: [], renderItem: () => null },
    ],
  };
}

function dotSeries({ rows }: SampleChart): CustomSeriesOption {
  const dots = rows.flatMap((row, at) => row.dots.map((dot, index) => ({ row, dot, at, index })));
  return {
    type: 'custom',
    encode: { x: 0, y: 1 },
    data: dots.map(({ dot, at }) => [dot.ratio, at]),
    tooltip: {
      formatter: (params: unknown) => {
        const item = dots[indexIn(params)];
        return item === undefined ? '' : dotTip(item.row, item.dot);
      },
    },
    renderItem: (params, api): Element => {
      const item = dots[params.dataIndex];
      if (item === undefined) return null;
      const [cx = 0, middle = 0] = api.coord([item.dot.ratio, item.at]);
      const band = bandOf(api);
      const share = item.row.dots.length === 1 ? 0.5 : item.index / (item.row.dots.length - 1);
      const cy = middle + (DOTS_FROM + share * (DOTS_TO - DOTS_FROM)) * band;
      return {
        type: 'circle',
        shape: { cx, cy, r: DOT_PX },
        style: { fill: colour.dot },
      };
    },
  };
}

function dotTip({ label }: SampleRow, { round, elapsedNs }: Dot): string {
  return `<b>${escapeMarkup(label)}</b><br>round ${round}: ${escapeMarkup(formatDuration(elapsedNs))}`;
}

function boxSeries({ rows }: SampleChart): CustomSeriesOption {
  return {
    type: 'custom',
    encode: { x: 0, y: 1 },
    data: rows.map(({ box }, at) => [box.median, at]),
    tooltip: {
      formatter: (params: unknown) => {
        const row = rows[indexIn(params)];
        return row === undefined ? '' : boxTip(row);
      },
    },
    renderItem: (params, api): Element => {
      const row = rows[params.dataIndex];
      if (row === undefined) return null;
      const band = bandOf(api);
      const placeX = (ratio: number): number => api.coord([ratio, params.dataIndex])[0] ?? 0;
      const middle = api.coord([1, params.dataIndex])[1] ?? 0;
      const { x, width } = boxOf(params);
      const rule = { x1: x, x2: x + width, y1: middle + band / 2, y2: middle + band / 2 };
      return {
        type: 'group',
        children: [
          { type: 'line', shape: rule, style: { stroke: colour.grid, lineWidth: 1 } },
          ...boxShapes(row, placeX, middle + BOX_AT * band),
        ],
      };
    },
  };
}

function boxShapes({ box }: SampleRow, placeX: (ratio: number) => number, y: number): Sketched[] {
  const q1 = placeX(box.q1);
  const median = placeX(box.median);
  const line = (x1: number, x2: number, half: number, lineWidth: number): Sketched => ({
    type: 'line',
    shape: { x1, x2, y1: y - half, y2: y + half },
    style: { stroke: colour.ink, lineWidth },
  });
  return [
    line(placeX(box.min), placeX(box.max), 0, 1),
    {
      type: 'rect',
      shape: { x: q1, y: y - 4, width: Math.max(1, placeX(box.q3) - q1), height: 8 },
      style: { fill: colour.paper, stroke: colour.ink, lineWidth: 1 },
    },
    line(median, median, 4, 2.5),
  ];
}

function boxTip({ label, text, box, medianNs, dots }: SampleRow): string {
  const at = (ratio: number): string => formatDuration(ratio * medianNs);
  const lines = [
    `${dots.length} samples, median ${text}`,
    `half of them from ${at(box.q1)} to ${at(box.q3)}`,
    `all from ${at(box.min)} to ${at(box.max)}`,
  ];
  return `<b>${escapeMarkup(label)}</b><br>${lines.map(escapeMarkup).join('<br>')}`;
}
