/** What a little drawing in a table shows: a mark between its limits, or how samples are spread. */
import type { Axis, IntervalChart, Mark, SampleChart } from './chart.js';

export type Sketch =
  | { readonly kind: 'interval'; readonly mark: Mark; readonly axis: Axis; readonly line: number }
  | { readonly kind: 'spread'; readonly figures: readonly number[]; readonly axis: Axis };

/** The sketches of one strategy. */
export interface Sketches {
  readonly interval?: Sketch;
  readonly spread?: Sketch;
}

/** By name of the strategy. */
export function sketchesOf(
  speedups: IntervalChart | undefined,
  samples: SampleChart | undefined,
): ReadonlyMap<string, Sketches> {
  const sketches = new Map<string, Sketches>();
  for (const { label, marks, apart } of speedups?.rows ?? []) {
    const [mark] = marks;
    if (speedups === undefined || mark === undefined || apart !== undefined) continue;
    const { axis, line } = speedups;
    sketches.set(label, { interval: { kind: 'interval', mark, axis, line: line.at } });
  }
  for (const { label, dots } of samples?.rows ?? []) {
    if (samples === undefined) continue;
    const figures = dots.map(({ ratio }) => ratio);
    const spread: Sketch = { kind: 'spread', figures, axis: samples.axis };
    sketches.set(label, { ...sketches.get(label), spread });
  }
  return sketches;
}

/** Place of a figure on an axis, from 0 to 1; outside of it for what the axis does not hold. */
export function placeOn({ scale, min, max }: Axis, figure: number): number {
  if (scale === 'linear') return (figure - min) / (max - min);
  return Math.log(figure / min) / Math.log(max / min);
}
