/** Amounts from zero, stacked where they have parts. */
import type { BarSeriesOption, EChartsOption } from 'echarts';
import type { BarChart } from '../charts/chart.js';
import { escapeMarkup } from '../markup-escape.js';
import { figuresAxis, namesAxis } from './axis.js';
import { colour, FONT, FONT_SIZE_PX, fittingText, wordsWidthPx } from './look.js';
import { indexIn } from './sketched.js';

const ROW_PX = 24;
const FRAME_PX = 68;
const LEGEND_PX = 26;

export function barsHeightPx({ rows, parts }: BarChart): number {
  return FRAME_PX + rows.length * ROW_PX + (parts.length > 1 ? LEGEND_PX : 0);
}

export function barsOption(chart: BarChart, widthPx: number): EChartsOption {
  const names = chart.rows.map(({ label }) => label);
  const texts = chart.rows.map(({ text }) => fittingText(text, widthPx));
  const hasParts = chart.parts.length > 1;
  return {
    animation: false,
    textStyle: { fontFamily: FONT },
    grid: {
      left: wordsWidthPx(names) + 12,
      right: wordsWidthPx(texts) + 16,
      top: hasParts ? 14 + LEGEND_PX : 14,
      bottom: 50,
      outerBoundsMode: 'none',
    },
    legend: {
      show: hasParts,
      top: 0,
      left: 0,
      selectedMode: false,
      itemWidth: 12,
      itemHeight: 12,
      textStyle: { color: colour.muted, fontSize: FONT_SIZE_PX },
    },
    xAxis: figuresAxis(chart.axis, widthPx),
    yAxis: [namesAxis(names, 'left'), namesAxis(texts, 'right')],
    tooltip: { trigger: 'item', confine: true },
    series: [
      ...chart.parts.map((part, index) => partSeries(chart, part, index)),
      { type: 'bar', yAxisIndex: 1, data: [] },
    ],
  };
}

function partSeries({ rows, axis }: BarChart, part: string, index: number): BarSeriesOption {
  return {
    type: 'bar',
    name: part,
    stack: 'parts',
    barWidth: '58%',
    itemStyle: { color: `var(--part-${index + 1})`, borderColor: colour.paper, borderWidth: 0.5 },
    emphasis: { disabled: true },
    data: rows.map(({ values }) => values[index] ?? '-'),
    tooltip: {
      formatter: (params: unknown) => {
        const row = rows[indexIn(params)];
        const value = row?.values[index];
        if (row === undefined || value === null || value === undefined) return '';
        return `<b>${escapeMarkup(row.label)}</b><br>${escapeMarkup(part)}: ${Number(value.toPrecision(3))} ${escapeMarkup(axis.label)}`;
      },
    },
  };
}
