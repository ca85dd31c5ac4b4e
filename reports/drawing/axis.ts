/** Axes of a chart as ECharts wants them, with ticks in the units people read. */
import type { XAXisComponentOption, YAXisComponentOption } from 'echarts';
import { formatDuration, formatRatio, formatSize } from '../../harness/core/units.js';
import type { Axis, Unit } from '../charts/chart.js';
import { colour, FONT_SIZE_PX } from './look.js';

/** Powers of two keep ratios readable: 0.5x, 1x, 2x, 4x; everything else goes by powers of ten. */
const RATIO_BASE = 2;

/** The axis of figures along the bottom. */
export function figuresAxis(axis: Axis, widthPx: number): XAXisComponentOption {
  return { ...measured(axis, widthPx), nameLocation: 'middle', nameGap: 28 };
}

/** The same along the left. */
export function figuresAxisLeft(axis: Axis, widthPx: number): YAXisComponentOption {
  return { ...measured(axis, widthPx), nameLocation: 'end', nameGap: 12 };
}

function measured(axis: Axis, widthPx: number) {
  const look = {
    name: axis.label,
    nameTextStyle: { color: colour.muted, fontSize: FONT_SIZE_PX },
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { showMaxLine: false, lineStyle: { color: colour.grid, width: 1 } },
    axisLabel: {
      color: colour.muted,
      fontSize: FONT_SIZE_PX,
      hideOverlap: true,
      showMinLabel: axis.min === 0,
      showMaxLabel: false,
      formatter: (value: number) => tickText(value, axis),
    },
    min: axis.min,
    max: axis.max,
  };
  if (axis.scale === 'log')
    return { ...look, type: 'log' as const, logBase: axis.unit === 'ratio' ? RATIO_BASE : 10 };
  const splitNumber = widthPx < 400 ? 3 : 6;
  return { ...look, type: 'value' as const, splitNumber, minInterval: least(axis) };
}

/** Names down the left, first on top. */
export function namesAxis(
  names: readonly string[],
  position: 'left' | 'right',
): YAXisComponentOption {
  return {
    type: 'category',
    inverse: true,
    position,
    // Two rows may have the same name, and categories must differ.
    data: names.map((_, index) => `${index}`),
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: {
      interval: 0,
      color: position === 'left' ? colour.ink : colour.muted,
      fontSize: FONT_SIZE_PX,
      formatter: (_: string, index: number) => names[index] ?? '',
    },
  };
}

function least({ unit }: Axis): number {
  return unit === 'count' || unit === 'place' ? 1 : 0;
}

function tickText(value: number, { unit, names }: Axis): string {
  return unit === 'place' ? (names?.[value] ?? '') : TICKS[unit](value);
}

const TICKS: Readonly<Record<Exclude<Unit, 'place'>, (value: number) => string>> = {
  ratio: (value) => `${shortest(formatRatio(value))}x`,
  ns: (value) => (value === 0 ? '0' : shortest(formatDuration(value))),
  ms: (value) => new Date(value).toISOString().slice(0, 10),
  bytes: (value) => shortest(formatSize(value)),
  bytesPerSecond: (value) => `${shortest(formatSize(value))}/s`,
  cpuNsPerByte: (value) => `${Number(value.toPrecision(6))}`,
  count: (value) => value.toLocaleString('en'),
};

/** 1.00 -> 1, 0.50 MB -> 0.5 MB. */
function shortest(words: string): string {
  return words.replace(/^(-?\d+)(\.\d*?)0+(?=\D|$)/, (_, whole: string, rest: string) =>
    rest === '.' ? whole : `${whole}${rest}`,
  );
}
