/** The table of one scenario: its copies, fastest median first, beside the reference. */
import { durationColumn, formatPercent } from '../harness/core/units.js';
import type { MeasuredRecord, ScenarioRecord } from '../harness/results/record.js';
import { formatEstimate, isBounded, NO_INTERVAL_NOTE } from './estimate.js';
import { limitName, shareOfLimit } from './limit.js';
import { isControlOff, measuredOf } from './ranking.js';
import { type Cell, type Column, type Row, type Table, cell } from './table.js';
import { type Span, code, styled, unbroken } from './text.js';

/** A column that stands only where some strategy has a figure for it. */
interface Optional extends Column {
  readonly when?: (copy: MeasuredRecord) => boolean;
}

const COLUMNS: readonly Optional[] = [
  { key: 'strategy', heading: 'strategy', align: 'left', weight: 100 },
  { key: 'median', heading: 'median', align: 'right', weight: 80 },
  { key: 'medianInterval', heading: '95 % interval', align: 'right', weight: 10, extra: true },
  { key: 'speedup', heading: 'speedup', align: 'left', weight: 90 },
  { key: 'rate', heading: 'GB/s', align: 'right', weight: 50 },
  {
    key: 'sent',
    heading: 'sender done',
    align: 'right',
    weight: 35,
    when: ({ sentNs }) => sentNs !== null,
  },
  {
    key: 'sync',
    heading: 'of it sync',
    align: 'right',
    weight: 45,
    when: ({ syncNs }) => syncNs !== undefined,
  },
  { key: 'cpu', heading: 'CPU s/GB', align: 'right', weight: 40 },
  {
    key: 'machineCpu',
    heading: 'machine CPU s/GB',
    align: 'right',
    weight: 25,
    when: ({ machineCpuNsPerByte }) => machineCpuNsPerByte !== null,
  },
  {
    key: 'calls',
    heading: 'system calls',
    align: 'right',
    weight: 20,
    when: ({ systemCalls, calls }) => systemCalls !== null || calls !== undefined,
  },
  {
    key: 'copies',
    heading: 'copies per byte',
    align: 'right',
    weight: 15,
    when: ({ copiesPerByte }) => copiesPerByte !== null,
  },
  { key: 'switches', heading: 'context switches', align: 'right', weight: 30 },
  { key: 'verdict', heading: 'verdict', align: 'left', weight: 70 },
];

const NOT_KNOWN = '-';

export function scenarioTable(scenario: ScenarioRecord): Table {
  const copies = measuredOf(scenario, 'copy');
  const duration = durationColumn(copies[0]?.medianNs ?? 0);
  const limit = limitName(scenario);
  const columns = COLUMNS.filter(({ when }) => when === undefined || copies.some(when)).flatMap(
    (column): Column[] =>
      column.key === 'rate' && limit !== undefined
        ? [column, { key: 'limit', heading: limit, align: 'right', weight: 45 }]
        : [column],
  );
  return { columns, rows: copies.map((copy) => row(copy, scenario, duration)) };
}

function row(
  copy: MeasuredRecord,
  scenario: ScenarioRecord,
  duration: (ns: number) => string,
): Row {
  const isReference = copy.name === scenario.reference;
  const verdict = isControlOff(scenario) ? doubted(copy) : verdictWord(copy);
  return {
    strategy: cell(code(copy.name)),
    median: cell(unbroken(duration(copy.medianNs))),
    medianInterval: cell(medianInterval(copy, duration)),
    speedup: isReference ? cell(styled('strong', '1.00x')) : speedupCell(copy),
    rate: cell(formatRate(copy.bytesPerSecond)),
    limit: cell(shareOfLimit(copy, scenario)),
    sent: cell(copy.sentNs === null ? NOT_KNOWN : unbroken(duration(copy.sentNs))),
    sync: cell(copy.syncNs === undefined ? NOT_KNOWN : unbroken(duration(copy.syncNs))),
    cpu: cell(formatCpu(copy.cpuNsPerByte)),
    machineCpu: cell(formatCpu(copy.machineCpuNsPerByte)),
    calls: callsCell(copy),
    copies: cell(formatCount(copy.copiesPerByte)),
    switches: cell(formatCount(switchesOf(copy))),
    verdict: cell(isReference ? styled('faint', 'reference') : verdict),
  };
}

/** Bytes per second as GB/s, without the unit. */
export function formatRate(bytesPerSecond: number | null): string {
  if (bytesPerSecond === null) return NOT_KNOWN;
  const rate = bytesPerSecond / 1e9;
  return rate.toFixed(rate >= 9.995 ? 1 : rate >= 0.095 ? 2 : 4);
}

/** CPU seconds per GB, which are CPU nanoseconds per byte. */
export function formatCpu(nsPerByte: number | null): string {
  return nsPerByte === null ? NOT_KNOWN : nsPerByte.toFixed(nsPerByte >= 9.995 ? 1 : 3);
}

/** A median of counts: whole, or half between two. */
export function formatCount(count: number | null): string {
  return count === null ? NOT_KNOWN : String(Number(count.toFixed(1)));
}

/** Of those that nobody counted the reason stands below the table. */
function callsCell({ systemCalls, calls }: MeasuredRecord): Cell {
  if (systemCalls !== null || calls?.counted !== null) return cell(formatCount(systemCalls));
  return cell('not counted', `System calls are ${calls.reason}.`);
}

/** Voluntary and involuntary together; null where either is not known. */
export function switchesOf(strategy: MeasuredRecord): number | null {
  const { voluntarySwitches, involuntarySwitches } = strategy;
  if (voluntarySwitches === null || involuntarySwitches === null) return null;
  return voluntarySwitches + involuntarySwitches;
}

function medianInterval(
  { lowNs, highNs }: MeasuredRecord,
  duration: (ns: number) => string,
): string {
  if (lowNs === null || highNs === null) return '±∞';
  const [low] = duration(lowNs).split(' ');
  return unbroken(`${low} to ${duration(highNs)}`);
}

function speedupCell({ speedup }: MeasuredRecord): Cell {
  if (speedup === undefined) return cell(NOT_KNOWN);
  return cell(formatEstimate(speedup), isBounded(speedup) ? undefined : NO_INTERVAL_NOTE);
}

function verdictWord({ verdict, mde }: MeasuredRecord): Span {
  const seen = mde === null || mde === undefined ? '' : ` MDE ${formatPercent(mde)}`;
  if (verdict === 'same') return styled('faint', unbroken(`~${seen}`));
  if (verdict === 'unclear') return styled('doubt', verdict);
  if (verdict === undefined) return styled('faint', NOT_KNOWN);
  return styled(verdict === 'faster' ? 'good' : 'bad', verdict);
}

/** Under a control arm that is off a verdict is a guess, and looks like one. */
function doubted({ verdict }: MeasuredRecord): Span {
  return styled('doubt', verdict === undefined ? NOT_KNOWN : `${verdict}?`);
}
