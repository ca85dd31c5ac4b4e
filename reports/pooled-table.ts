/** Runs that were pooled, and how figures scatter between them beside how they scatter within. */
import { formatPercent } from '../harness/core/units.js';
import type { MeasuredRecord, RunRecord, ScenarioRecord } from '../harness/results/record.js';
import { type Block, heading, paragraph } from './block.js';
import { isMeasured } from './ranking.js';
import { nodeVersion } from './run-facts.js';
import { placeName } from './scenario-name.js';
import { type Row, type Table, cell } from './table.js';
import { code, styled, text } from './text.js';

type Levels = NonNullable<MeasuredRecord['levels']>['time'];

export function pooledBlocks({ merged, scenarios }: RunRecord): readonly Block[] {
  if (merged === undefined) return [];
  const rows = scenarios.flatMap(levelRows);
  return [
    heading(2, text`Pooled runs`),
    paragraph(
      text`These are ${merged.length} runs. Intervals rest on the estimates of the runs, with ${merged.length - 1} ${merged.length === 2 ? 'degree' : 'degrees'} of freedom, and not on their rounds thrown together: rounds of one run share what that run was like.`,
    ),
    { kind: 'table', table: runTable(merged) },
    ...(rows.length === 0
      ? []
      : [
          paragraph(
            text`Relative standard deviations. Where ${styled('strong', 'between runs')} is the larger one, more runs make intervals narrower and more rounds do not.`,
          ),
          { kind: 'table' as const, table: { columns: LEVEL_COLUMNS, rows } },
        ]),
  ];
}

function runTable(merged: NonNullable<RunRecord['merged']>): Table {
  return {
    columns: [
      { key: 'run', heading: 'run', align: 'left', weight: 100 },
      { key: 'date', heading: 'began (UTC)', align: 'left', weight: 90 },
      { key: 'host', heading: 'host', align: 'left', weight: 70 },
      { key: 'kernel', heading: 'kernel', align: 'left', weight: 60 },
      { key: 'node', heading: 'Node', align: 'left', weight: 50 },
      { key: 'seed', heading: 'seed', align: 'right', weight: 40 },
    ],
    rows: merged.map(({ runId, startedAt, hostname, kernel, node, seed }) => ({
      run: cell(runId),
      date: cell(startedAt.slice(0, 16).replace('T', ' ')),
      host: cell(hostname),
      kernel: cell(kernel),
      node: cell(nodeVersion(node)),
      seed: cell(String(seed)),
    })),
  };
}

const LEVEL_COLUMNS: Table['columns'] = [
  { key: 'strategy', heading: 'strategy', align: 'left', weight: 100 },
  { key: 'scenario', heading: 'scenario', align: 'left', weight: 95 },
  { key: 'speedupBetween', heading: 'speedup, between runs', align: 'right', weight: 90 },
  { key: 'speedupWithin', heading: 'within a run', align: 'right', weight: 85 },
  { key: 'timeBetween', heading: 'time, between runs', align: 'right', weight: 60 },
  { key: 'timeWithin', heading: 'within a run', align: 'right', weight: 55 },
];

function levelRows(scenario: ScenarioRecord): Row[] {
  return scenario.strategies.filter(isMeasured).flatMap(({ name, levels }): Row[] => {
    if (levels === undefined) return [];
    const { time, speedup } = levels;
    return [
      {
        strategy: cell(code(name)),
        scenario: cell(placeName(scenario)),
        speedupBetween: cell(percent(speedup?.between)),
        speedupWithin: cell(percent(speedup?.within)),
        timeBetween: cell(percent(time.between)),
        timeWithin: cell(percent(time.within)),
      },
    ];
  });
}

/** A standard deviation of logarithms as people read it. */
function percent(sigma: Levels['between'] | undefined): string {
  return sigma === undefined ? '-' : formatPercent(Math.expm1(sigma));
}
