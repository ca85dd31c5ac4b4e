/** Speedups of one scenario with their intervals, beside the reference at 1x; clones and ceilings set apart. */
import type { MeasuredRecord, ScenarioRecord } from '../../harness/results/record.js';
import { formatRatio } from '../../harness/core/units.js';
import { formatEstimate, isBounded } from '../estimate.js';
import { type LimitLine, limitLines } from '../limit.js';
import { isControlOff, measuredOf, referenceOf } from '../ranking.js';
import { scenarioTitle } from '../scenario-name.js';
import {
  type IntervalChart,
  type IntervalRow,
  type Limit,
  type Mark,
  slug,
  type Tone,
} from './chart.js';
import { plainSpaces } from '../plain-spaces.js';
import { axisOver } from './scale.js';

/** Kinds that are never ranked with copies, and what one of them is called. */
const APART = [
  ['clone', 'clone'],
  ['bypass', 'past the page cache'],
  ['bound', 'ceiling'],
] as const;

/** Nothing where no copy was compared with the reference. */
export function speedupChart(scenario: ScenarioRecord): IntervalChart | undefined {
  const reference = referenceOf(scenario);
  const ranked = measuredOf(scenario, 'copy').flatMap((copy) => rankedRow(copy, scenario));
  if (reference === undefined || ranked.length < 2) return undefined;
  const apart = APART.flatMap(([name, word]) =>
    measuredOf(scenario, name).flatMap((strategy) => apartRow(strategy, reference, word)),
  );
  const rows = [...ranked.toSorted(byEstimate), ...apart];
  const lines = limitLines(scenario, reference);
  const title = plainSpaces(scenarioTitle(scenario));
  return {
    kind: 'intervals',
    id: slug(`speedup-${scenario.id}`),
    title: `Speedup, ${title}`,
    summary: `${summary(ranked, scenario)}${limitWords(lines)}`,
    axis: axisOver([1, ...ranked.flatMap(ends), ...lines.filter(isHolding).map(speedupOf)], {
      label: `times as fast as ${scenario.reference}`,
      unit: 'ratio',
    }),
    line: { at: 1, label: '1x' },
    ...(lines.length > 0 && { limits: lines.map(limitOf) }),
    rows,
  };
}

function rankedRow(copy: MeasuredRecord, scenario: ScenarioRecord): IntervalRow[] {
  const { name, speedup } = copy;
  if (name === scenario.reference) {
    const mark: Mark = { value: 1, low: null, high: null, tone: 'reference', text: '1.00x' };
    return [{ label: name, marks: [mark] }];
  }
  if (speedup === undefined) return [];
  const { estimate: value, low, high } = speedup;
  const text = plainSpaces(formatEstimate(speedup));
  return [{ label: name, marks: [{ value, low, high, tone: toneOf(copy, scenario), text }] }];
}

/** A ratio of medians: what is no copy is not paired with one. */
function apartRow(
  { name, medianNs }: MeasuredRecord,
  reference: MeasuredRecord,
  apart: string,
): IntervalRow[] {
  if (medianNs === 0 || reference.medianNs === 0 || name === reference.name) return [];
  const value = reference.medianNs / medianNs;
  const text = `${formatRatio(value)}x`;
  return [{ label: name, apart, marks: [{ value, low: null, high: null, tone: 'plain', text }] }];
}

/** Under a control arm that is off no verdict is to be trusted, so none is shown. */
function toneOf({ verdict, speedup }: MeasuredRecord, scenario: ScenarioRecord): Tone {
  if (isControlOff(scenario) || speedup === undefined || !isBounded(speedup)) return 'unclear';
  return verdict ?? 'unclear';
}

function summary(ranked: readonly IntervalRow[], { reference }: ScenarioRecord): string {
  const [first, ...rest] = ranked.toSorted(byEstimate);
  const last = rest.at(-1);
  if (first === undefined || last === undefined) return '';
  return `${ranked.length} strategies by speedup over ${reference}, from ${described(first)} to ${described(last)}.`;
}

/** What the dashed line means, for those who do not see it. */
function limitWords(lines: readonly LimitLine[]): string {
  const [held] = lines.filter(isHolding);
  return held === undefined ? '' : ` Their limit is ${limitOf(held).label}.`;
}

function described({ label, marks: [mark] }: IntervalRow): string {
  return `${label} at ${mark?.text ?? ''}`;
}

function isHolding({ holds }: LimitLine): boolean {
  return holds;
}

function speedupOf({ speedup }: LimitLine): number {
  return speedup;
}

function limitOf({ name, speedup, holds }: LimitLine): Limit {
  return { at: speedup, label: `${name} ${formatRatio(speedup)}x`, holds };
}

function ends({ marks }: IntervalRow): number[] {
  return marks.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value]);
}

function byEstimate(a: IntervalRow, b: IntervalRow): number {
  return (b.marks[0]?.value ?? 0) - (a.marks[0]?.value ?? 0);
}
