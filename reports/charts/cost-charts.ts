/** What a copy costs beside its time: CPU time by who spends it, context switches, system calls. */
import type { MeasuredRecord, ScenarioRecord } from '../../harness/results/record.js';
import { measuredOf } from '../ranking.js';
import { scenarioTitle } from '../scenario-name.js';
import { formatCount, formatCpu, switchesOf } from '../scenario-table.js';
import { type BarChart, type BarRow, slug } from './chart.js';
import { plainSpaces } from '../plain-spaces.js';
import { axisFromZero } from './scale.js';

interface Cost {
  readonly id: string;
  readonly title: string;
  readonly axis: { readonly label: string; readonly unit: BarChart['axis']['unit'] };
  readonly parts: readonly string[];
  /** One value for each part; nothing where no part is known. */
  readonly valuesOf: (copy: MeasuredRecord) => readonly (number | null)[];
  readonly textOf: (copy: MeasuredRecord) => string;
}

const COSTS: readonly Cost[] = [
  {
    id: 'cpu',
    title: 'CPU time',
    axis: { label: 'CPU seconds per GB', unit: 'cpuNsPerByte' },
    parts: ['the process that copies', 'rest of the machine'],
    valuesOf: ({ cpuNsPerByte: own, machineCpuNsPerByte: machine }) => [
      own,
      own === null || machine === null ? null : Math.max(0, machine - own),
    ],
    textOf: ({ cpuNsPerByte: own, machineCpuNsPerByte: machine }) =>
      machine === null ? formatCpu(own) : `${formatCpu(own)} of ${formatCpu(machine)}`,
  },
  {
    id: 'switches',
    title: 'Context switches',
    axis: { label: 'context switches per copy', unit: 'count' },
    parts: ['voluntary', 'involuntary'],
    valuesOf: ({ voluntarySwitches, involuntarySwitches }) => [
      voluntarySwitches,
      involuntarySwitches,
    ],
    textOf: (copy) => formatCount(switchesOf(copy)),
  },
  {
    id: 'calls',
    title: 'System calls that move data',
    axis: { label: 'system calls per copy', unit: 'count' },
    parts: ['system calls'],
    valuesOf: ({ systemCalls }) => [systemCalls],
    textOf: ({ systemCalls }) => formatCount(systemCalls),
  },
];

/** Those of which something is known. */
export function costCharts(scenario: ScenarioRecord): readonly BarChart[] {
  const copies = measuredOf(scenario, 'copy');
  return COSTS.flatMap((cost) => {
    const rows = copies.flatMap((copy): BarRow[] => {
      const values = cost.valuesOf(copy);
      if (values.every((value) => value === null)) return [];
      return [{ label: copy.name, values, text: cost.textOf(copy) }];
    });
    return rows.length === 0 ? [] : [costChart(cost, rows, scenario)];
  });
}

function costChart(
  { id, title, axis, parts }: Cost,
  rows: readonly BarRow[],
  scenario: ScenarioRecord,
): BarChart {
  const known = parts.filter((_, part) => rows.some(({ values }) => values[part] != null));
  const kept = rows.map((row) => ({
    ...row,
    values: row.values.filter((_, part) => known.includes(parts[part] ?? '')),
  }));
  const [most] = rows.toSorted((a, b) => total(b) - total(a));
  const [least] = rows.toSorted((a, b) => total(a) - total(b));
  return {
    kind: 'bars',
    id: slug(`${id}-${scenario.id}`),
    title: `${title}, ${plainSpaces(scenarioTitle(scenario))}`,
    summary: `${axis.label.replace(/^./, (letter) => letter.toUpperCase())}, from ${least?.label} with ${least?.text} to ${most?.label} with ${most?.text}.`,
    axis: axisFromZero(rows.map(total), axis),
    parts: known,
    rows: kept,
  };
}

function total({ values }: BarRow): number {
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
}
