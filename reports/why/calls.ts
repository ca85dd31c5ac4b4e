/** How a strategy moves its bytes: which system calls, of how many bytes each, on which threads, and how often the CPU copies. */
import { formatAmount } from '../../harness/core/units.js';
import type { MeasuredRecord } from '../../harness/results/record.js';
import { type Text, code, joined, text } from '../text.js';
import type { KnownCalls, Trace } from './known-calls.js';
import { total } from './known-calls.js';
import type { Subject } from './subject.js';

/** Below this, other calls are those that any copy makes: opening, closing, a turn of the event loop. */
const MANY_OTHERS = 300;

/** `makes 14 splice calls of 1 MiB where ...`; empty where nothing is known. */
export function callsPredicate(subject: Subject): Text {
  const calls = callsClause(subject.calls);
  const copies = copiesClause(subject);
  if (calls.length === 0) return copies.length === 0 ? [] : text`has ${copies}`;
  const where = text`${besideClause(subject)}${othersClause(subject)}`;
  return text`makes ${calls}${where}${copies.length === 0 ? [] : text`, and has ${copies}`}`;
}

/** `215 read and write calls of 64 KiB`. */
function callsClause(calls: KnownCalls): Text {
  const { count, names, size, seenAt } = calls;
  const kind = names.length === 0 ? 'system' : joined(names);
  const bytes = size === null ? '' : ` of ${size}`;
  const seen = seenAt === null ? '' : ` (as seen at ${seenAt})`;
  if (count === null) return names.length === 0 ? [] : text`${kind} calls${bytes}${seen}`;
  const amount = count === 1 ? 'one' : formatAmount(count);
  return text`${amount} ${kind} ${count === 1 ? 'call' : 'calls'}${bytes}${seen}`;
}

/** JavaScript either blocks its own thread or has others do it; of other programs nobody would ask. */
function threadClause({ runtime }: MeasuredRecord, kind: Trace | undefined): string {
  if (runtime !== 'javascript' || kind?.byMainThread === undefined) return '';
  if (kind.byMainThread === total(kind)) return ' on the thread that runs JavaScript';
  if (kind.byMainThread > 0) return ' on the thread that runs JavaScript and in the thread pool';
  const threads = kind.threads ?? 1;
  return ` through the thread pool${threads > 1 ? ` (${threads} threads)` : ''}`;
}

/** On which threads, and what the other does. */
function besideClause({ strategy, calls, beside }: Subject): Text {
  const who = threadClause(strategy, calls.kind);
  if (beside === undefined) return text`${who}`;
  const other = code(beside.strategy.name);
  if (isSame(calls, beside.calls)) {
    const isOtherwise = who !== '' && who !== threadClause(beside.strategy, beside.calls.kind);
    return text`, as ${other} does${isOtherwise ? `, but${who}` : ''}`;
  }
  const { count, size } = beside.calls;
  if (calls.count === null || count === null) return text`${who}`;
  return text`${who} where ${other} makes ${formatAmount(count)}${size === null ? '' : ` of ${size}`}`;
}

function isSame(a: KnownCalls, b: KnownCalls): boolean {
  return a.count === b.count && a.size === b.size && a.names.length > 0 && sameNames(a, b);
}

function sameNames(a: KnownCalls, b: KnownCalls): boolean {
  return a.names.toSorted().join() === b.names.toSorted().join();
}

/** Those of JavaScript that hand work from thread to thread, where they are many more than the other's. */
function othersClause({ strategy, calls: { trace }, beside }: Subject): Text {
  if (strategy.runtime !== 'javascript' || trace === undefined) return [];
  const usual = beside?.calls.trace?.others ?? 0;
  if (trace.others < Math.max(MANY_OTHERS, 2 * usual)) return [];
  const [most] = Object.entries(trace.othersByName ?? {}).toSorted(([, a], [, b]) => b - a);
  const named = most === undefined ? '' : `, ${formatAmount(most[1])} of them ${most[0]}`;
  const against = beside?.calls.trace === undefined ? '' : ` (against ${formatAmount(usual)})`;
  return text`, with ${formatAmount(trace.others)} other calls${against} around them${named}`;
}

/** `the CPU copy each byte once instead of twice`. */
function copiesClause({ strategy, beside }: Subject): Text {
  const own = strategy.copiesPerByte;
  const other = beside?.strategy.copiesPerByte ?? null;
  if (own === null || own === other) return [];
  const instead = other === null ? '' : ` instead of ${times(other)}`;
  return text`the CPU copy each byte ${times(own)}${instead}`;
}

function times(copies: number): string {
  return ['never', 'once', 'twice'][copies] ?? `${copies} times`;
}
