/** The one description of how a chart is drawn, for the page and for pictures. */
import type { EChartsOption } from 'echarts';
import type { Chart } from '../charts/chart.js';
import { barsHeightPx, barsOption } from './bars.js';
import { curvesHeightPx, curvesOption } from './curves.js';
import { intervalsHeightPx, intervalsOption } from './intervals.js';
import { samplesHeightPx, samplesOption } from './samples.js';

/** @param widthPx room there is; figures are shortened where it is little */
export function chartOption(chart: Chart, widthPx: number): EChartsOption {
  switch (chart.kind) {
    case 'intervals':
      return intervalsOption(chart, widthPx);
    case 'samples':
      return samplesOption(chart, widthPx);
    case 'curves':
      return curvesOption(chart, widthPx);
    default:
      return barsOption(chart, widthPx);
  }
}

/** Height by what there is to show. */
export function chartHeightPx(chart: Chart): number {
  switch (chart.kind) {
    case 'intervals':
      return intervalsHeightPx(chart);
    case 'samples':
      return samplesHeightPx(chart);
    case 'curves':
      return curvesHeightPx();
    default:
      return barsHeightPx(chart);
  }
}
