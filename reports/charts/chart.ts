/** What a chart shows, without saying how it looks: plain figures that any renderer draws, lists or sketches. */

/** What a mark means. Colours and shapes are the renderer's business. */
export type Tone = 'reference' | 'faster' | 'slower' | 'same' | 'unclear' | 'plain';

/** Units that axes are labelled in. `ratio` is printed as `1.3x`. */
export type Unit =
  'ratio' | 'ns' | 'bytes' | 'bytesPerSecond' | 'cpuNsPerByte' | 'count' | 'place' | 'ms';

export interface Axis {
  readonly label: string;
  readonly unit: Unit;
  /** `log` where the figures span more than a factor of four. */
  readonly scale: 'linear' | 'log';
  readonly min: number;
  readonly max: number;
  /** Names in place of figures, for the places 0, 1, 2 ... of an axis in `place`s. */
  readonly names?: readonly string[];
}

interface ChartBase {
  /** Stable within a report: letters, digits and hyphens; file names and links are made from it. */
  readonly id: string;
  readonly title: string;
  /** What a person sees in it, for those who cannot: one sentence. */
  readonly summary: string;
}

/** A figure with its interval; null limits where there is none. */
export interface Mark {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly tone: Tone;
  /** The figure as people read it, such as `1.31x [1.27, 1.35]`. */
  readonly text: string;
  /** Whose it is, where a row holds several, such as a run. */
  readonly series?: string;
}

/** Estimates with intervals, one row each, beside a line. Rows that are `apart` are of another kind and never ranked. */
export interface IntervalChart extends ChartBase {
  readonly kind: 'intervals';
  readonly axis: Axis;
  readonly line: { readonly at: number; readonly label: string };
  /** What limits those that are ranked; absent or empty where nothing does. */
  readonly limits?: readonly Limit[];
  readonly rows: readonly IntervalRow[];
}

/** A line that no estimate beside it is expected to pass. */
export interface Limit {
  readonly at: number;
  /** What it is and where it stands, such as `memory copy 2.6x`. */
  readonly label: string;
  /** Whether it holds under these conditions; the others stand back, and are left out where they lie outside. */
  readonly holds: boolean;
}

export interface IntervalRow {
  readonly label: string;
  readonly marks: readonly Mark[];
  /** What kind it is, such as `ceiling`; absent for what is ranked. */
  readonly apart?: string;
}

/** Every sample in the order taken, as its ratio to the median of its row, and the box of them. */
export interface SampleChart extends ChartBase {
  readonly kind: 'samples';
  readonly axis: Axis;
  readonly rows: readonly SampleRow[];
}

export interface SampleRow {
  readonly label: string;
  /** The median as people read it. */
  readonly text: string;
  readonly medianNs: number;
  readonly dots: readonly Dot[];
  /** Ratios to the median. */
  readonly box: Box;
}

export interface Dot {
  /** The round, from 1. */
  readonly round: number;
  readonly elapsedNs: number;
  readonly ratio: number;
}

export interface Box {
  readonly min: number;
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
  readonly max: number;
}

/** Lines over a size, a date or a commit, with what limits them and where something changes. */
export interface CurveChart extends ChartBase {
  readonly kind: 'curves';
  readonly x: Axis;
  readonly y: Axis;
  readonly curves: readonly Curve[];
  readonly crossings: readonly Crossing[];
  /** Upright lines with a word, such as a change of kernel. */
  readonly events: readonly { readonly at: number; readonly label: string }[];
}

export interface Curve {
  readonly label: string;
  /** `lead`: has a colour and its name; `other`: stands back; `limit`: no strategy can pass it. */
  readonly role: 'lead' | 'other' | 'limit';
  readonly points: readonly CurvePoint[];
}

export interface CurvePoint {
  readonly x: number;
  readonly y: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly text: string;
}

/** Where one curve passes another. */
export interface Crossing {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

/** Amounts from zero, of one part or several that add up. */
export interface BarChart extends ChartBase {
  readonly kind: 'bars';
  readonly axis: Axis;
  /** Names of the parts, in the order they are stacked. */
  readonly parts: readonly string[];
  readonly rows: readonly BarRow[];
}

export interface BarRow {
  readonly label: string;
  /** One for each part; null where it is not known. */
  readonly values: readonly (number | null)[];
  readonly text: string;
}

export type Chart = IntervalChart | SampleChart | CurveChart | BarChart;

/** Words as a part of an id: `file-to-file/7MB/warm` -> `file-to-file-7mb-warm`. */
export function slug(words: string): string {
  return words
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}
