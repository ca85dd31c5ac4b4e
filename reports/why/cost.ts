/** What a copy costs beside its time: CPU time, context switches, page faults, and how long the event loop stands still. */
import { formatAmount, formatPercent, significant } from '../../harness/core/units.js';
import type { MeasuredRecord } from '../../harness/results/record.js';
import { switchesOf } from '../scenario-table.js';
import { type Text, joined, text, unbroken } from '../text.js';
import type { Subject } from './subject.js';
import { duration } from './words.js';

/** Counts within this factor of each other explain no difference. */
const ALIKE = 1.5;
/** Fewer than these, of both, say nothing. */
const FEW_SWITCHES = 4;
const FEW_FAULTS = 64;
const FEW_MOVES = 2;
/** Shorter delays are those of any timer. */
const SHORT_DELAY_NS = 1e6;
/** CPU time in which a kernel of 100 ticks a second tells user code and kernel apart to some 5 %. */
const SPLIT_FROM_NS = 1e9;

/** `spends 1.53 ms of CPU time against 2.57 ms, with 593 context switches against 0`; empty where nothing is known. */
export function costPredicate({ strategy, beside }: Subject): Text {
  const other = beside?.strategy;
  const events = joined(
    [
      amountClause(
        ['context switch', 'context switches'],
        FEW_SWITCHES,
        switchesOf(strategy),
        other && switchesOf(other),
      ),
      amountClause(
        ['page fault', 'page faults'],
        FEW_FAULTS,
        strategy.minorFaults,
        other?.minorFaults,
      ),
      diskFaultsClause(strategy),
      amountClause(
        ['move to another CPU', 'moves to another CPU'],
        FEW_MOVES,
        movesOf(strategy),
        other && movesOf(other),
      ),
      instructionsClause(strategy, other),
    ].filter((clause) => clause.length > 0),
  );
  const cpu = cpuClause(strategy, other);
  const spends = cpu.length > 0 ? text`spends ${cpu}` : [];
  const has =
    events.length === 0 ? [] : cpu.length > 0 ? text`, with ${events}` : text`has ${events}`;
  const delay = delayClause(strategy, other);
  const both = text`${spends}${has}`;
  if (delay.length === 0 || both.length === 0) return text`${both}${delay}`;
  return text`${both}${events.length > 0 ? ',' : ''} and ${delay}`;
}

/** User and system time of one copy, nanoseconds; null where unknown. */
export function cpuNsOf({
  cpuNsPerByte,
  bytesPerSecond,
  medianNs,
  ...rest
}: MeasuredRecord): number | null {
  if (cpuNsPerByte !== null && bytesPerSecond !== null)
    return (cpuNsPerByte * bytesPerSecond * medianNs) / 1e9;
  const { cpuUserUs, cpuSystemUs } = rest;
  return cpuUserUs === undefined || cpuSystemUs === undefined
    ? null
    : (cpuUserUs + cpuSystemUs) * 1000;
}

/** Share of CPU time that is the kernel's, where there is enough of it to tell. */
export function kernelShareOf({ cpuUserUs, cpuSystemUs, samples }: MeasuredRecord): number | null {
  if (cpuUserUs === undefined || cpuSystemUs === undefined) return null;
  const ns = (cpuUserUs + cpuSystemUs) * 1000;
  return ns * samples < SPLIT_FROM_NS ? null : (cpuSystemUs * 1000) / ns;
}

function cpuClause(strategy: MeasuredRecord, other: MeasuredRecord | undefined): Text {
  const own = cpuNsOf(strategy);
  if (own === null) return [];
  const [share, otherShare] = [kernelShareOf(strategy), other ? kernelShareOf(other) : null];
  const where = share === null ? '' : ` (${percent(share)} in the kernel)`;
  const amount = text`${duration(own)} of CPU time${where}`;
  const against = other ? cpuNsOf(other) : null;
  if (against === null) return amount;
  const there = otherShare === null || share === null ? '' : ` (${percent(otherShare)})`;
  return text`${amount} against ${duration(against)}${there}`;
}

function amountClause(
  [one, many]: readonly [one: string, many: string],
  few: number,
  own: number | null,
  other: number | null | undefined,
): Text {
  if (own === null || Math.max(own, other ?? 0) < few) return [];
  if (typeof other === 'number' && isAlike(own, other)) return [];
  const against = typeof other === 'number' ? ` against ${formatAmount(Math.round(other))}` : '';
  const count = Math.round(own);
  return text`${formatAmount(count)} ${count === 1 ? one : many}${against}`;
}

/** In one copy, with the garbage collection before it; null where nobody counted. */
function movesOf({ events }: MeasuredRecord): number | null {
  return events?.counted === true ? events.cpuMigrations : null;
}

/** How much a cycle gets done: few where the CPU waits for memory. */
function instructionsClause(strategy: MeasuredRecord, other: MeasuredRecord | undefined): Text {
  const [own, beside] = [perCycleOf(strategy), other ? perCycleOf(other) : null];
  if (own === null) return [];
  const against = beside === null ? '' : ` against ${significant(beside)}`;
  return text`${significant(own)} instructions a cycle${against}`;
}

function perCycleOf({ events }: MeasuredRecord): number | null {
  if (events?.counted !== true || !events.hardware.counted) return null;
  const { cycles, instructions } = events.hardware;
  return cycles === 0 ? null : instructions / cycles;
}

/** Nothing to be told apart by. */
function isAlike(own: number, other: number): boolean {
  return Math.max(own, other) < ALIKE * Math.min(own, other);
}

/** Any of them waited for the disk. */
function diskFaultsClause({ majorFaults }: MeasuredRecord): Text {
  if (majorFaults === null || majorFaults < 1) return [];
  return text`${formatAmount(majorFaults)} faults that wait for the disk`;
}

function delayClause(strategy: MeasuredRecord, other: MeasuredRecord | undefined): Text {
  const [own, against] = [strategy.eventLoopDelayMaxNs, other?.eventLoopDelayMaxNs ?? 0];
  if (own === undefined || Math.max(own, against) < SHORT_DELAY_NS) return [];
  const beside = against < SHORT_DELAY_NS ? '' : ` against ${duration(against)}`;
  return text`holds up the event loop for up to ${duration(own)}${beside}`;
}

function percent(share: number): string {
  return unbroken(formatPercent(share));
}
