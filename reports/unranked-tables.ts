/** What must not be ranked with copies: clones, copies past the page cache, and ceilings; each in its own table. */
import { durationColumn, formatPercent } from '../harness/core/units.js';
import type { MeasuredRecord, RunRecord, ScenarioRecord } from '../harness/results/record.js';
import { type Block, heading, paragraph } from './block.js';
import { measuredOf, referenceOf } from './ranking.js';
import { circumstances, sizeName } from './scenario-name.js';
import { formatCpu, formatRate } from './scenario-table.js';
import { type Column, type Row, cell } from './table.js';
import { type Text, code, text, unbroken } from './text.js';

interface Class {
  readonly name: MeasuredRecord['class'];
  readonly title: string;
  readonly explanation: Text;
  /** Columns that would say something untrue of this class. */
  readonly without: readonly string[];
}

const CLASSES: readonly Class[] = [
  {
    name: 'clone',
    title: 'Clones: no bytes moved',
    explanation: text`The new file shares the blocks of the source until one of them is written. That is no faster copy but a different thing.`,
    without: ['share', 'rate', 'cpu'],
  },
  {
    name: 'bypass',
    title: 'Past the page cache',
    explanation: text`These wait for the device, where the copies above end in memory: the times do not compare.`,
    without: ['share'],
  },
  {
    name: 'bound',
    title: 'Ceilings: not copies',
    explanation: text`What a part of the work costs by itself. A command's time holds the start of its process, which the bound that starts an empty program shows.`,
    without: [],
  },
];

/** One heading, explanation and table for each class that has a measured strategy. */
export function unrankedBlocks(record: RunRecord): readonly Block[] {
  return CLASSES.flatMap(({ name, title, explanation, without }) => {
    const rows = record.scenarios.flatMap((scenario) => scenarioRows(scenario, name));
    if (rows.length === 0) return [];
    const shown = columns(record).filter(({ key }) => !without.includes(key));
    return [
      heading(2, text`${title}`),
      paragraph(explanation),
      { kind: 'table', table: { columns: shown, rows } },
    ];
  });
}

function columns({ scenarios }: RunRecord): readonly Column[] {
  const references = [...new Set(scenarios.map(({ reference }) => reference))];
  const reference = references.length === 1 ? references.join('') : 'the reference';
  return [
    { key: 'strategy', heading: 'strategy', align: 'left', weight: 100 },
    { key: 'size', heading: 'file size', align: 'right', weight: 90 },
    { key: 'median', heading: 'median', align: 'right', weight: 80 },
    { key: 'share', heading: `of ${reference}'s time`, align: 'right', weight: 70 },
    { key: 'rate', heading: 'GB/s', align: 'right', weight: 60 },
    { key: 'cpu', heading: 'CPU s/GB', align: 'right', weight: 50 },
    { key: 'label', heading: 'what it is', align: 'left', weight: 40 },
  ];
}

function scenarioRows(scenario: ScenarioRecord, name: MeasuredRecord['class']): Row[] {
  const reference = referenceOf(scenario);
  return measuredOf(scenario, name).map((strategy) => ({
    strategy: cell(code(strategy.name)),
    size: cell(`${sizeName(scenario)}${circumstances(scenario)}`),
    median: cell(unbroken(durationColumn(strategy.medianNs)(strategy.medianNs))),
    share: cell(shareOf(strategy, reference)),
    rate: cell(formatRate(strategy.bytesPerSecond)),
    cpu: cell(formatCpu(strategy.cpuNsPerByte)),
    label: cell(strategy.label),
  }));
}

function shareOf({ medianNs }: MeasuredRecord, reference: MeasuredRecord | undefined): string {
  if (reference === undefined || reference.medianNs === 0) return '-';
  return unbroken(formatPercent(medianNs / reference.medianNs));
}
