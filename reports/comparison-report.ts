/** Several runs side by side as neutral blocks: what differs about the machines first, then what differs in the figures. */
import { formatPercent } from '../harness/core/units.js';
import type { ComparedScenario, Comparison } from '../harness/results/compare-runs.js';
import { ofDirectories, type RunRecord } from '../harness/results/record.js';
import { type Block, charts, heading, list, paragraph } from './block.js';
import { comparisonChart } from './charts/comparison-charts.js';
import { comparisonAnswer } from './comparison-answer.js';
import { speedupTable, timeTable } from './comparison-tables.js';
import { differingFacts, isOneMachine, nodeVersion, runLetter, sharedFacts } from './run-facts.js';
import { roundsName, scenarioTitle } from './scenario-name.js';
import { type Row, type Table, cell } from './table.js';
import { type Text, code, styled, text, unbroken } from './text.js';

export function buildComparison(comparison: Comparison): readonly Block[] {
  const { runs, scenarios } = comparison;
  return [
    heading(1, text`copybench: ${runs.length} runs side by side`),
    ...differences(runs),
    { kind: 'table', table: runTable(runs) },
    ...answerBlocks(comparison),
    ...scenarios.flatMap((scenario) => scenarioBlocks(scenario, runs)),
    ...unmatchedBlocks(comparison),
  ];
}

function differences(runs: readonly RunRecord[]): readonly Block[] {
  const differing = differingFacts(runs);
  const shared = sharedFacts(runs).join(', ');
  return [
    heading(2, text`What differs`),
    ...(differing.length === 0
      ? [paragraph(text`None of the facts that were recorded of machine and program.`)]
      : list(differing)),
    ...(shared === '' ? [] : [paragraph(text`The same in all: ${shared}.`)]),
  ];
}

function runTable(runs: readonly RunRecord[]): Table {
  return {
    columns: [
      { key: 'letter', heading: 'run', align: 'left', weight: 100 },
      { key: 'run', heading: 'name', align: 'left', weight: 95 },
      { key: 'date', heading: 'began (UTC)', align: 'left', weight: 80 },
      { key: 'host', heading: 'host', align: 'left', weight: 70 },
      { key: 'kernel', heading: 'kernel', align: 'left', weight: 60 },
      { key: 'node', heading: 'Node', align: 'left', weight: 55 },
      { key: 'filesystem', heading: 'filesystem', align: 'left', weight: 50 },
      { key: 'commit', heading: 'commit', align: 'left', weight: 40 },
      { key: 'warnings', heading: 'warnings', align: 'right', weight: 45 },
    ],
    rows: runs.map(runRow),
  };
}

function runRow({ runId, startedAt, interrupted, machine, ...run }: RunRecord, index: number): Row {
  return {
    letter: cell(styled('strong', runLetter(index))),
    run: cell(runId, interrupted ? 'Interrupted: it holds what was measured by then.' : undefined),
    date: cell(startedAt.slice(0, 16).replace('T', ' ')),
    host: cell(machine.hostname),
    kernel: cell(machine.os.kernel),
    node: cell(nodeVersion(machine.runtime.node)),
    filesystem: cell(
      ofDirectories({ machine, ...run }, ({ filesystem }) => filesystem) ?? 'not known',
    ),
    commit: cell(run.commit === undefined ? '-' : run.commit.sha.slice(0, 12)),
    warnings: cell(String(run.warnings.length)),
  };
}

function answerBlocks(comparison: Comparison): readonly Block[] {
  const { runs, scenarios } = comparison;
  if (scenarios.length === 0)
    return [
      heading(2, text`What changed`),
      paragraph(
        text`${styled('doubt', 'These runs have no scenario in common')}, so that nothing can be compared. Scenarios are the same when route, size, cache state, durability and destination are; measure both with the same --suite, --sizes and --route.`,
      ),
    ];
  return [
    heading(2, text`What changed`),
    ...list(comparisonAnswer(comparison)),
    paragraph(readingNote(runs)),
  ];
}

/** What a change is, and what its interval leaves out. */
function readingNote(runs: readonly RunRecord[]): Text {
  const [margin] = runs.map(({ options }) => formatPercent(options.margin));
  return text`${styled('strong', 'How to read it.')} A speedup is the reference's time / the strategy's time within one run. ${styled('strong', unbroken('B / A'))} is the factor between the speedups of two runs with its 95 % interval: above 1.00x the strategy gained on the reference. A change counts as ${code('faster')} or ${code('slower')} when its interval lies beyond the noise of both control arms, and as ${code('~')} within ${margin ?? ''}. The interval knows how rounds scatter within a run and not how runs scatter among themselves, which is often a few percent: see whether a change comes back in another run, or pool several with ${code(unbroken('copybench merge'))}.`;
}

function scenarioBlocks(compared: ComparedScenario, runs: readonly RunRecord[]): readonly Block[] {
  const base = compared.scenarios[compared.base];
  if (!base) return [];
  const having = runs.filter((_, run) => compared.scenarios[run] !== null);
  const rounds = compared.scenarios.flatMap((scenario, run) =>
    scenario === null ? [] : [`${runLetter(run)} ${roundsName(scenario.rounds)}`],
  );
  return [
    heading(2, text`${scenarioTitle(base)}`),
    paragraph(text`Reference ${code(base.reference)}; ${rounds.join(', ')}.`),
    ...charts('main', comparisonChart(compared)),
    { kind: 'table', table: speedupTable(compared) },
    paragraph(timeNote(having)),
    { kind: 'table', table: timeTable(compared) },
  ];
}

function timeNote(having: readonly RunRecord[]): Text {
  if (isOneMachine(having))
    return text`The times themselves, which change with everything around them; below 1.00x is less time:`;
  return text`${styled('doubt', 'The times are of different machines')} and compare the machines, not the strategies; no ratio is given where fingerprints differ:`;
}

function unmatchedBlocks({ unmatched }: Comparison): readonly Block[] {
  const items = unmatched.map(
    ({ run, scenario }) =>
      text`${scenarioTitle(scenario)} (${code(scenario.id)}): only in ${runLetter(run)}`,
  );
  return items.length === 0 ? [] : [heading(2, text`In one run only`), ...list(items)];
}
