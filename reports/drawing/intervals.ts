/** Estimates with whiskers, one row each, beside the line of the reference. */
import type { CustomSeriesOption, CustomSeriesRenderItemAPI, EChartsOption } from 'echarts';
import type { IntervalChart, IntervalRow, Mark, Tone } from '../charts/chart.js';
import { escapeMarkup } from '../markup-escape.js';
import { figuresAxis, namesAxis } from './axis.js';
import { LABEL_PX, limitSeries, shownLimits } from './limit-lines.js';
import { colour, FONT, fittingText, seriesLookOf, toneColour, wordsWidthPx } from './look.js';
import { guide, symbol, whisker } from './mark-shapes.js';
import { bandOf, type Box, boxOf, type Element, indexIn } from './sketched.js';

const ROW_PX = 26;
const FRAME_PX = 68;
const TOP_PX = 18;

export function intervalsHeightPx(chart: IntervalChart): number {
  const { rows } = chart;
  const most = Math.max(1, ...rows.map(({ marks }) => marks.length));
  return FRAME_PX + LABEL_PX * shownLimits(chart).length + rows.length * (ROW_PX + (most - 1) * 10);
}

export function intervalsOption(chart: IntervalChart, widthPx: number): EChartsOption {
  const names = chart.rows.map(rowName);
  const texts = chart.rows.map((row) => rowText(row, widthPx));
  const limits = shownLimits(chart);
  return {
    animation: false,
    textStyle: { fontFamily: FONT },
    grid: {
      left: wordsWidthPx(names) + 12,
      right: wordsWidthPx(texts) + 16,
      top: TOP_PX + LABEL_PX * limits.length,
      bottom: 50,
      outerBoundsMode: 'none',
    },
    xAxis: figuresAxis(chart.axis, widthPx),
    yAxis: [namesAxis(names, 'left'), namesAxis(texts, 'right')],
    tooltip: { trigger: 'item', confine: true },
    series: [
      lineSeries(chart),
      marksSeries(chart),
      { type: 'custom', yAxisIndex: 1, data: [], renderItem: () => null },
      ...(limits.length > 0 ? [limitSeries(limits)] : []),
    ],
  };
}

function rowName({ label, apart }: IntervalRow): string {
  return apart === undefined ? label : `${label} · ${apart}`;
}

function rowText({ marks }: IntervalRow, widthPx: number): string {
  return marks.length === 1 ? fittingText(marks[0]?.text ?? '', widthPx) : '';
}

/** Upright, over all rows, with its word above. */
function lineSeries({ line }: IntervalChart): CustomSeriesOption {
  return {
    type: 'custom',
    silent: true,
    data: [[line.at, 0]],
    encode: { x: 0, y: 1 },
    renderItem: (params, api): Element => {
      const { y, height } = boxOf(params);
      const [x = 0] = api.coord([line.at, 0]);
      return {
        type: 'group',
        children: [
          {
            type: 'line',
            shape: { x1: x, x2: x, y1: y, y2: y + height },
            style: { stroke: colour.ink, lineWidth: 1, lineDash: [3, 3] },
          },
          {
            type: 'text',
            style: {
              text: line.label,
              x,
              y: y - 4,
              align: 'center',
              verticalAlign: 'bottom',
              fill: colour.ink,
              font: `11px ${FONT}`,
            },
          },
        ],
      };
    },
  };
}

/** One mark with all that is needed to place it. */
interface Item {
  readonly row: IntervalRow;
  readonly mark: Mark;
  /** Number of its row, and its own within the row. */
  readonly at: number;
  readonly index: number;
  /** Where the rows begin that are of another kind. */
  readonly isFirstApart: boolean;
}

function itemsOf({ rows }: IntervalChart): Item[] {
  return rows.flatMap((row, at) => {
    const isFirstApart = row.apart !== undefined && rows[at - 1]?.apart === undefined;
    return row.marks.map((mark, index) => ({ row, mark, at, index, isFirstApart }));
  });
}

function marksSeries(chart: IntervalChart): CustomSeriesOption {
  const items = itemsOf(chart);
  const series = [...new Set(items.flatMap(({ mark }) => mark.series ?? []))];
  return {
    type: 'custom',
    encode: { x: 0, y: 1 },
    data: items.map(({ mark, at }) => [mark.value, at]),
    tooltip: { formatter: tipOf(items) },
    renderItem: (params, api): Element => {
      const item = items[params.dataIndex];
      if (item === undefined) return null;
      const { mark, row, at } = item;
      const [x, y] = [api.coord([mark.value, at])[0] ?? 0, placeY(item, api)];
      const box = boxOf(params);
      const stroke =
        mark.series === undefined
          ? toneColour[mark.tone]
          : seriesLookOf(series.indexOf(mark.series)).colour;
      const place = { x: clamped(x, box), y, stroke };
      const limits = [mark.low, mark.high].flatMap((limit) =>
        limit === null ? [] : [api.coord([limit, at])[0] ?? 0],
      );
      const [from, to] = limits;
      return {
        type: 'group',
        children: [
          ...(item.index === 0 ? [guide(box, y, colour.grid)] : []),
          ...(item.isFirstApart ? [guide(box, y - bandOf(api) / 2, colour.muted)] : []),
          ...(from === undefined || to === undefined ? [] : whisker(from, to, place, mark.tone)),
          symbol(place, mark.tone, row.apart !== undefined),
        ],
      };
    },
  };
}

/** Several marks of a row stand below each other. */
function placeY({ row, at, index }: Item, api: CustomSeriesRenderItemAPI): number {
  const shift = ((index + 0.5) / row.marks.length - 0.5) * bandOf(api) * 0.7;
  return (api.coord([1, at])[1] ?? 0) + shift;
}

function tipOf(items: readonly Item[]) {
  return (params: unknown): string => {
    const item = items[indexIn(params)];
    if (item === undefined) return '';
    const words = [item.mark.series, item.row.apart, item.mark.text, VERDICTS[item.mark.tone]];
    return `<b>${escapeMarkup(item.row.label)}</b><br>${words
      .filter(Boolean)
      .map((word) => escapeMarkup(word ?? ''))
      .join('<br>')}`;
  };
}

const VERDICTS: Readonly<Record<Tone, string>> = {
  reference: 'the reference',
  faster: 'faster',
  slower: 'slower',
  same: 'the same',
  unclear: 'unclear',
  plain: 'not ranked',
};

function clamped(x: number, { x: left, width }: Box): number {
  return Math.min(left + width, Math.max(left, x));
}
