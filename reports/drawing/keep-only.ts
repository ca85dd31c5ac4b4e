/** A chart without the strategies that are not wanted; its axes stay, so that what is left keeps its place. */
import type { Chart } from '../charts/chart.js';

export function keepOnly(chart: Chart, isShown: (strategy: string) => boolean): Chart {
  switch (chart.kind) {
    case 'curves':
      return {
        ...chart,
        // Without points, not without its place: the others keep their colours.
        curves: chart.curves.map((curve) =>
          isShown(curve.label) ? curve : { ...curve, points: [] },
        ),
        crossings: chart.curves.every(({ label }) => isShown(label)) ? chart.crossings : [],
      };
    case 'intervals':
      return { ...chart, rows: chart.rows.filter(({ label }) => isShown(label)) };
    case 'samples':
      return { ...chart, rows: chart.rows.filter(({ label }) => isShown(label)) };
    default:
      return { ...chart, rows: chart.rows.filter(({ label }) => isShown(label)) };
  }
}
