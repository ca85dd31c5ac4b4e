/** A run's report as neutral blocks, in the order they are read; renderers turn them into text. */
import type { RunRecord, ScenarioRecord } from '../harness/results/record.js';
import { answer } from './answer.js';
import { type Block, heading, list, paragraph } from './block.js';
import { clientBlocks } from './clients-table.js';
import { controlLine } from './control-line.js';
import { httpTable, loadBlocks, loopBlocks } from './http-table.js';
import { inspectBlocks } from './inspect-table.js';
import { machineBlocks } from './machine-facts.js';
import { outcomeBlocks } from './outcome-list.js';
import { pooledBlocks } from './pooled-table.js';
import { programBlocks } from './program-list.js';
import { publishedBlocks } from './published-table.js';
import { measuredOf } from './ranking.js';
import { readingNote } from './reading-note.js';
import { reproduceBlocks } from './reproduce.js';
import { scenarioConditions, scenarioTitle } from './scenario-name.js';
import { scenarioTable } from './scenario-table.js';
import { sizeFitBlocks } from './size-fit.js';
import type { Table } from './table.js';
import { text } from './text.js';
import { unrankedBlocks } from './unranked-tables.js';
import { warningBlocks } from './warning-list.js';

/** The answer first, then the tables it rests on, then what to doubt, and where and how it was measured. */
export function buildReport(record: RunRecord): readonly Block[] {
  return [
    heading(1, text`copybench: ways of copying bytes, ${record.machine.hostname}`),
    ...answerBlocks(record),
    ...withReadingNote(record, [
      ...record.scenarios.flatMap((scenario) => scenarioBlocks(scenario)),
      ...publishedBlocks(record),
      ...inspectBlocks(record),
      ...sizeFitBlocks(record),
      ...unrankedBlocks(record),
    ]),
    ...pooledBlocks(record),
    ...programBlocks(record),
    ...outcomeBlocks(record),
    ...warningBlocks(record),
    ...machineBlocks(record),
    ...reproduceBlocks(record),
  ];
}

/** What the page of a CI job has room for: the answer, the tables, what did not run and what to doubt. */
export function buildSummary(record: RunRecord): readonly Block[] {
  return [
    heading(2, text`copybench ${record.options.suite}, ${record.machine.hostname}`),
    ...answerBlocks(record),
    ...withReadingNote(record, record.scenarios.flatMap(scenarioBlocks)),
    ...outcomeBlocks(record),
    ...warningBlocks(record),
    ...reproduceBlocks(record),
  ];
}

function answerBlocks(record: RunRecord): readonly Block[] {
  const sentences = answer(record);
  const [only] = sentences;
  return sentences.length === 1 && only !== undefined ? [paragraph(only)] : list(sentences);
}

function scenarioBlocks(scenario: ScenarioRecord): readonly Block[] {
  const conditions = paragraph(text`${scenarioConditions(scenario)}.`);
  const title = heading(2, text`${scenarioTitle(scenario)}`);
  if (measuredOf(scenario, 'copy').length === 0)
    return [title, conditions, paragraph(text`No copy was measured.`)];
  return [
    title,
    conditions,
    ...loadBlocks(scenario),
    { kind: 'table', table: tableOf(scenario) },
    paragraph(controlLine(scenario)),
    ...loopBlocks(scenario),
    ...clientBlocks(scenario),
  ];
}

function tableOf(scenario: ScenarioRecord): Table {
  return scenario.route === 'http' ? httpTable(scenario) : scenarioTable(scenario);
}

/** Puts the explanation of the figures below the first table, ahead of the next heading. */
function withReadingNote(record: RunRecord, blocks: readonly Block[]): readonly Block[] {
  const table = blocks.findIndex(({ kind }) => kind === 'table');
  if (table === -1) return blocks;
  const next = blocks.findIndex(({ kind }, index) => index > table && kind === 'heading');
  const at = next === -1 ? blocks.length : next;
  return [...blocks.slice(0, at), readingNote(record), ...blocks.slice(at)];
}
