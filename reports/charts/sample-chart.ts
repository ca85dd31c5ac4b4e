/** Every sample of a scenario in the order taken, one row a strategy: drift, groups and outliers show. */
import { durationColumn } from '../../harness/core/units.js';
import { isWarmUp, type Sample } from '../../harness/measure/sample.js';
import type { MeasuredRecord, ScenarioRecord } from '../../harness/results/record.js';
import { sortedQuantile } from '../../harness/statistics/quantile.js';
import { grouped } from '../grouped.js';
import { measuredOf } from '../ranking.js';
import { scenarioTitle } from '../scenario-name.js';
import { type Dot, type SampleChart, type SampleRow, slug } from './chart.js';
import { plainSpaces } from '../plain-spaces.js';
import { axisOver } from './scale.js';

/**
 * Nothing where no copy has a sample.
 *
 * @param samples of this scenario, in the order taken; warm-ups are left out
 */
export function sampleChart(
  scenario: ScenarioRecord,
  samples: readonly Sample[],
): SampleChart | undefined {
  const copies = measuredOf(scenario, 'copy');
  const byStrategy = grouped(
    samples.filter((sample) => !isWarmUp(sample)),
    ({ strategy }) => strategy,
  );
  const duration = durationColumn(copies[0]?.medianNs ?? 0);
  const rows = copies.flatMap((copy) => row(copy, byStrategy.get(copy.name) ?? [], duration));
  if (rows.length === 0) return undefined;
  const ratios = rows.flatMap(({ dots }) => dots.map(({ ratio }) => ratio));
  return {
    kind: 'samples',
    id: slug(`samples-${scenario.id}`),
    title: `Every sample, ${plainSpaces(scenarioTitle(scenario))}`,
    summary: summary(rows),
    axis: axisOver(ratios, { label: 'time / median time of the strategy', unit: 'ratio' }),
    rows,
  };
}

function row(
  { name, medianNs }: MeasuredRecord,
  samples: readonly Sample[],
  duration: (ns: number) => string,
): SampleRow[] {
  if (samples.length === 0 || medianNs === 0) return [];
  const dots = samples.map(({ round, elapsedNs }): Dot => ({
    round,
    elapsedNs,
    ratio: elapsedNs / medianNs,
  }));
  const sorted = Float64Array.from(dots, ({ ratio }) => ratio).toSorted();
  const at = (share: number): number => sortedQuantile(sorted, share);
  const box = { min: at(0), q1: at(0.25), median: at(0.5), q3: at(0.75), max: at(1) };
  return [{ label: name, text: duration(medianNs), medianNs, dots, box }];
}

/** The largest stray is what a person would see first. */
function summary(rows: readonly SampleRow[]): string {
  const samples = rows.reduce((sum, { dots }) => sum + dots.length, 0);
  const widest = rows.toSorted((a, b) => b.box.max - a.box.max)[0];
  if (widest === undefined) return '';
  const percent = Math.round((widest.box.max - 1) * 100);
  return `${samples} samples of ${rows.length} strategies in the order taken; the longest stray is ${widest.label} with ${percent} % above its median.`;
}
