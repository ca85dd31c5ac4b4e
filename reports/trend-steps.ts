/** Steps in figures and changes around them, each with the run that it came with. */
import { formatDuration, formatPercent, formatRatio } from '../harness/core/units.js';
import type { MachineTrend, Series, Step, TrendScenario } from '../harness/results/trend.js';
import { runsName } from './trend-name.js';
import { type Text, code, styled, text, unbroken } from './text.js';
import { scenarioTitle } from './scenario-name.js';

interface Told {
  readonly run: number;
  readonly words: Text;
}

/** Speedups first, as they say what a strategy did; then times, which move with the machine as well. */
export function stepItems(trend: MachineTrend): readonly Text[] {
  const told = trend.scenarios.flatMap((scenario) => [
    ...scenario.speedups.flatMap((series) => stepsOf(series, scenario, trend, 'speedup')),
    ...scenario.times.flatMap((series) => stepsOf(series, scenario, trend, 'time')),
  ]);
  return told.toSorted((a, b) => b.run - a.run).map(({ words }) => words);
}

function stepsOf(
  { strategy, steps }: Series,
  { scenario }: TrendScenario,
  trend: MachineTrend,
  figure: 'speedup' | 'time',
): Told[] {
  return steps.map((step) => {
    const where = runsName(trend, step.run);
    const change = text`${styled(isGain(step, figure) ? 'good' : 'bad', changeOf(step))} (${from(step, figure)})`;
    return {
      run: step.run,
      words: text`${where}: ${figure} of ${code(strategy)}, ${scenarioTitle(scenario)}, ${change}, p ${pValue(step.pValue)}${around(trend, step.run)}.`,
    };
  });
}

function isGain({ before, after }: Step, figure: 'speedup' | 'time'): boolean {
  return figure === 'speedup' ? after > before : after < before;
}

function changeOf({ before, after }: Step): string {
  const change = after / before - 1;
  return unbroken(`${change > 0 ? '+' : '−'}${formatPercent(Math.abs(change))}`);
}

function from({ before, after }: Step, figure: 'speedup' | 'time'): string {
  if (figure === 'time') return unbroken(`${formatDuration(before)} to ${formatDuration(after)}`);
  return unbroken(`${formatRatio(before)}x to ${formatRatio(after)}x`);
}

function pValue(p: number): string {
  return unbroken(p < 1e-6 ? 'below 0.000001' : Number(p.toPrecision(1)).toString());
}

/** What changed with the same run is the first suspect, and no more than that. */
function around({ events }: MachineTrend, run: number): string {
  const found = events.filter((event) => event.run === run);
  if (found.length === 0) return '';
  const words = found.map(({ what, from: before, to }) => `${what} from ${before} to ${to}`);
  return `; with this run ${words.join(' and ')}`;
}

export function eventItems(trend: MachineTrend): readonly Text[] {
  return trend.events.map(
    ({ run, what, from: before, to }) =>
      text`${runsName(trend, run)}: ${styled('strong', what)} from ${before} to ${to}`,
  );
}
