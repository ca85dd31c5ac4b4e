/** Many runs in a row as neutral blocks: the steps first, then how every figure went, and what was left out. */
import { formatPercent } from '../harness/core/units.js';
import type { LeftOut } from '../harness/results/find-records.js';
import type { MachineTrend, TrendOptions, TrendScenario } from '../harness/results/trend.js';
import { type Block, charts, heading, list, paragraph } from './block.js';
import { trendChart } from './charts/trend-charts.js';
import { scenarioTitle } from './scenario-name.js';
import { type Text, code, styled, text } from './text.js';
import { eventItems, stepItems } from './trend-steps.js';
import { speedupTrendTable, timeTrendTable } from './trend-tables.js';

/** A folder of runs as it was read. */
export interface History {
  readonly trends: readonly MachineTrend[];
  readonly leftOut: readonly LeftOut[];
  /** All files in the folder. */
  readonly files: number;
  readonly options: TrendOptions;
}

/** With fewer runs no step can be told from chance. */
const FEWEST_RUNS = 3;
/** A history of years has many steps; the latest matter. */
const MOST_STEPS = 40;

export function buildHistory(history: History): readonly Block[] {
  const { trends } = history;
  const runs = trends.reduce((sum, trend) => sum + trend.runs.length, 0);
  return [
    heading(1, text`copybench: history of ${runs} ${runs === 1 ? 'run' : 'runs'}`),
    paragraph(overview(history, runs)),
    ...trends.flatMap((trend) => machineBlocks(trend, history)),
    ...leftOutBlocks(history),
    paragraph(readingNote(history.options)),
  ];
}

function overview({ trends, files, options }: History, runs: number): Text {
  const dates = trends
    .flatMap((trend) => trend.runs.map(({ startedAt }) => startedAt.slice(0, 10)))
    .toSorted();
  const [first = '', last = ''] = [dates[0], dates.at(-1)];
  const span = first === last ? first : `${first} to ${last}`;
  const machines =
    trends.length === 1
      ? 'of one machine'
      : `of ${trends.length} machines, which are told one after the other`;
  return text`${runs} of ${files} files are records, ${span}, ${machines}, in the order of ${options.by === 'date' ? 'their dates' : 'their commits'}.`;
}

function machineBlocks(trend: MachineTrend, { trends, options }: History): readonly Block[] {
  const { hostname } = trend.runs.at(-1)!.machine;
  const steps = stepItems(trend);
  const none =
    trend.runs.length < FEWEST_RUNS
      ? text`${trend.runs.length} ${trend.runs.length === 1 ? 'run is' : 'runs are'} too few for a step: it takes ${FEWEST_RUNS}.`
      : text`None of at least ${formatPercent(options.minChange)} that chance would not explain.`;
  const level = trends.length === 1 ? 2 : 3;
  return [
    ...(level === 2
      ? []
      : [heading(2, text`Machine ${trend.fingerprint}, ${hostname}, ${trend.runs.length} runs`)]),
    heading(level, text`Steps`),
    ...(steps.length === 0 ? [paragraph(none)] : list(steps.slice(0, MOST_STEPS))),
    ...(steps.length > MOST_STEPS
      ? [
          paragraph(
            text`${steps.length - MOST_STEPS} earlier steps are not listed; the tables count them.`,
          ),
        ]
      : []),
    ...(trend.events.length === 0
      ? []
      : [
          heading(3, text`Changes of kernel, Node and pinning`),
          ...list(eventItems(trend).slice(-MOST_STEPS)),
        ]),
    ...trend.scenarios.flatMap((scenario) =>
      scenarioBlocks(scenario, trend, { level, by: options.by }),
    ),
  ];
}

function scenarioBlocks(
  told: TrendScenario,
  trend: MachineTrend,
  { level, by }: { level: 2 | 3; by: TrendOptions['by'] },
): readonly Block[] {
  const { scenario, speedups, times, otherReference } = told;
  if (times.length === 0) return [];
  return [
    heading(level, text`${scenarioTitle(scenario)}`),
    ...(otherReference === 0
      ? []
      : [
          paragraph(
            text`Speedups of ${otherReference} runs are left out: their reference is not ${code(scenario.reference)}.`,
          ),
        ]),
    ...(speedups.length === 0
      ? []
      : [
          ...charts('main', trendChart('speedup', told, trend, by)),
          paragraph(text`Speedup over ${code(scenario.reference)}:`),
          { kind: 'table' as const, table: speedupTrendTable(speedups) },
        ]),
    ...charts('details', trendChart('time', told, trend, by)),
    paragraph(text`Median time:`),
    { kind: 'table', table: timeTrendTable(times) },
  ];
}

function leftOutBlocks({ leftOut }: History): readonly Block[] {
  const items = leftOut.map(
    ({ reason, count, examples }) =>
      text`${count} ${count === 1 ? 'file' : 'files'}: ${reason} (${examples.join(', ')}${count > examples.length ? ', ...' : ''})`,
  );
  return items.length === 0 ? [] : [heading(2, text`Left out`), ...list(items)];
}

function readingNote({ minChange }: TrendOptions): Text {
  return text`${styled('strong', 'How to read it.')} Each run is one point; brackets hold its own 95 % interval. A step is a lasting change of the mean: found by E-divisive in windows of 50 runs and kept when Student's t-test between its neighbouring stretches gives p below 0.001 and it is ${formatPercent(minChange)} or more. A step in a time and in no speedup is the machine's. A single stray run can look like two steps, and the latest few runs are too few to show one.`;
}
