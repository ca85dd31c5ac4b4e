/** A run's report as neutral blocks, in the order they are read; renderers turn them into text. */
import type { Sample } from '../harness/measure/sample.js';
import type { RunRecord, ScenarioRecord } from '../harness/results/record.js';
import { pinnedName } from '../harness/results/pinned-name.js';
import { answer } from './answer.js';
import { type Block, charts, heading, list, paragraph } from './block.js';
import type { IntervalChart, SampleChart } from './charts/chart.js';
import { costCharts } from './charts/cost-charts.js';
import { sampleChart } from './charts/sample-chart.js';
import { sizeCharts } from './charts/size-chart.js';
import { speedupChart } from './charts/speedup-chart.js';
import { clientBlocks } from './clients-table.js';
import { controlLine } from './control-line.js';
import { httpTable, loadBlocks, loopBlocks } from './http-table.js';
import { directoryBlocks } from './directory-table.js';
import { grouped } from './grouped.js';
import { inspectBlocks } from './inspect-table.js';
import { machineBlocks } from './machine-facts.js';
import { memoryBlocks } from './memory-table.js';
import { outcomeBlocks } from './outcome-list.js';
import { plainSpaces } from './plain-spaces.js';
import { pooledBlocks } from './pooled-table.js';
import { programBlocks } from './program-list.js';
import { publishedBlocks } from './published-table.js';
import { methodBlocks } from './method.js';
import { measuredOf } from './ranking.js';
import { readingNote } from './reading-note.js';
import { reproduceBlocks } from './reproduce.js';
import { scenarioConditions, scenarioTitle, sizeName, wayName } from './scenario-name.js';
import { scenarioTable } from './scenario-table.js';
import { sizeFitBlocks } from './size-fit.js';
import { withSketches } from './sketch-columns.js';
import type { Table } from './table.js';
import { text } from './text.js';
import { unrankedBlocks } from './unranked-tables.js';
import { warningBlocks } from './warning-list.js';
import { whyBlocks } from './why/why.js';

/**
 * The answer first, then the tables and charts it rests on, then what to doubt, and where and how it was measured.
 *
 * @param samples in the order taken; without them the charts of samples are missing
 */
export function buildReport(record: RunRecord, samples: readonly Sample[] = []): readonly Block[] {
  const byScenario = grouped(samples, ({ scenario }) => scenario);
  return [
    heading(1, text`copybench: ways of copying bytes, ${record.machine.hostname}`),
    ...pinnedBlocks(record),
    ...answerBlocks(record),
    ...withReadingNote(record, [
      ...publishedBlocks(record),
      ...sizeBlocks(record),
      ...directoryBlocks(record),
      ...memoryBlocks(record),
      ...record.scenarios.flatMap((one) => scenarioBlocks(one, byScenario.get(one.id) ?? [])),
      ...inspectBlocks(record),
      ...sizeFitBlocks(record),
      ...unrankedBlocks(record),
    ]),
    ...whyBlocks(record),
    ...pooledBlocks(record),
    ...programBlocks(record),
    ...outcomeBlocks(record),
    ...warningBlocks(record),
    ...machineBlocks(record),
    ...methodBlocks(record),
    ...reproduceBlocks(record),
  ];
}

/** What the page of a CI job has room for: the answer, the tables, what did not run and what to doubt. */
export function buildSummary(record: RunRecord): readonly Block[] {
  return [
    heading(2, text`copybench ${record.options.suite}, ${record.machine.hostname}`),
    ...pinnedBlocks(record),
    ...answerBlocks(record),
    ...withReadingNote(record, [
      ...directoryBlocks(record),
      ...memoryBlocks(record),
      ...record.scenarios.flatMap((one) => scenarioBlocks(one, [])),
    ]),
    ...outcomeBlocks(record),
    ...warningBlocks(record),
    ...reproduceBlocks(record),
  ];
}

/** Above everything else: under it a table says something else than without it. */
function pinnedBlocks({ options: { pinned } }: RunRecord): readonly Block[] {
  return pinned ? [paragraph(text`Pinned: ${pinnedName(pinned)}.`)] : [];
}

function answerBlocks(record: RunRecord): readonly Block[] {
  const sentences = answer(record);
  const [only] = sentences;
  return sentences.length === 1 && only !== undefined ? [paragraph(only)] : list(sentences);
}

function sizeBlocks({ scenarios }: RunRecord): readonly Block[] {
  const found = charts('main', ...sizeCharts(scenarios));
  if (found.length === 0) return [];
  return [heading(2, text`Throughput by file size`), ...found];
}

function scenarioBlocks(scenario: ScenarioRecord, samples: readonly Sample[]): readonly Block[] {
  const conditions = paragraph(text`${scenarioConditions(scenario)}.`);
  const speedups = speedupChart(scenario);
  const spreads = sampleChart(scenario, samples);
  const about = { route: wayName(scenario), size: plainSpaces(sizeName(scenario)) };
  const title = heading(2, text`${scenarioTitle(scenario)}`, about);
  if (measuredOf(scenario, 'copy').length === 0)
    return [title, conditions, paragraph(text`No copy was measured.`)];
  return [
    title,
    conditions,
    ...loadBlocks(scenario),
    ...charts('main', speedups),
    { kind: 'table', table: tableOf(scenario, speedups, spreads) },
    paragraph(controlLine(scenario)),
    ...charts('main', spreads),
    ...charts('details', ...costCharts(scenario)),
    ...loopBlocks(scenario),
    ...clientBlocks(scenario),
  ];
}

/** Servers have so many figures that nothing is sketched beside them. */
function tableOf(
  scenario: ScenarioRecord,
  speedups: IntervalChart | undefined,
  spreads: SampleChart | undefined,
): Table {
  if (scenario.route === 'http') return httpTable(scenario);
  return withSketches(scenarioTable(scenario), speedups, spreads);
}

/** Puts the explanation of the figures below the first table, ahead of the next heading. */
function withReadingNote(record: RunRecord, blocks: readonly Block[]): readonly Block[] {
  const table = blocks.findIndex(({ kind }) => kind === 'table');
  if (table === -1) return blocks;
  const next = blocks.findIndex(({ kind }, index) => index > table && kind === 'heading');
  const at = next === -1 ? blocks.length : next;
  return [...blocks.slice(0, at), readingNote(record), ...blocks.slice(at)];
}
