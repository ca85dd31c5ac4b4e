/** Speedups of several runs beside each other: one chart a scenario, one row a strategy, one mark a run. */
import type { ComparedScenario } from '../../harness/results/compare-runs.js';
import type { Verdict } from '../../harness/results/record.js';
import { formatEstimate } from '../estimate.js';
import { plainSpaces } from '../plain-spaces.js';
import { runLetter } from '../run-facts.js';
import { scenarioTitle } from '../scenario-name.js';
import { type IntervalChart, type IntervalRow, type Mark, slug } from './chart.js';
import { axisOver } from './scale.js';

/** Nothing where no run has a speedup in that scenario. */
export function comparisonChart(compared: ComparedScenario): IntervalChart | undefined {
  const base = compared.scenarios[compared.base];
  const rows = compared.strategies.flatMap((strategy): IntervalRow[] => {
    const marks = strategy.figures.flatMap((figure, run): Mark[] => {
      const speedup = figure?.measured.speedup;
      if (speedup === undefined) return [];
      const { estimate: value, low, high } = speedup;
      const series = runLetter(run);
      const text = plainSpaces(formatEstimate(speedup));
      return [{ value, low, high, series, text, tone: figure?.change?.verdict ?? 'plain' }];
    });
    return marks.length === 0 ? [] : [{ label: strategy.name, marks }];
  });
  if (!base || rows.length === 0) return undefined;
  const marks = rows.flatMap((row) => row.marks);
  return {
    kind: 'intervals',
    id: slug(`speedup-${base.id}`),
    title: `Speedup by run, ${plainSpaces(scenarioTitle(base))}`,
    summary: summary(compared, rows.length),
    axis: axisOver(
      [1, ...marks.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value])],
      {
        label: `times as fast as ${base.reference}`,
        unit: 'ratio',
      },
    ),
    line: { at: 1, label: '1x' },
    rows,
  };
}

function summary({ strategies, scenarios }: ComparedScenario, rows: number): string {
  const verdicts = strategies.flatMap(({ figures }) =>
    figures.flatMap((figure) => (figure?.change ? [figure.change.verdict] : [])),
  );
  const count = (verdict: Verdict) => verdicts.filter((one) => one === verdict).length;
  const runs = scenarios.flatMap((scenario, run) => (scenario === null ? [] : [runLetter(run)]));
  const names = rows === 1 ? '1 strategy' : `${rows} strategies`;
  return `Speedup of ${names}, in each row from top to bottom in the runs ${runs.join(', ')}: ${count('faster')} faster, ${count('slower')} slower, ${count('same')} the same, ${count('unclear')} unclear.`;
}
