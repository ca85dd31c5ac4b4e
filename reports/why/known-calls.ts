/** What a record knows of the system calls of one strategy in one scenario, and what it knows from another size of it. */
import { formatSize, formatSizeExact } from '../../harness/core/units.js';
import type { MeasuredRecord, RunRecord, ScenarioRecord } from '../../harness/results/record.js';
import { isMeasured } from '../ranking.js';
import { routeName, sizeName } from '../scenario-name.js';
import { unbroken } from '../text.js';

/** Counted by name, in one copy under strace. */
export type Trace = Extract<NonNullable<MeasuredRecord['calls']>, { counted: 'strace' }>;

export interface KnownCalls {
  /** That moved bytes of the copy; null where only their kind is known. */
  readonly count: number | null;
  /** Most frequent first; empty where nobody knows. */
  readonly names: readonly string[];
  /** What one of them moves, such as `64 KiB`; null where nobody knows. */
  readonly size: string | null;
  /** Of this scenario. */
  readonly trace: Trace | undefined;
  /** Whose calls they are; a property of the strategy, whatever the size. */
  readonly kind: Trace | undefined;
  /** Size of the copy that showed their kind, where that is another one: `7 MB`. */
  readonly seenAt: string | null;
}

/** Up to this many calls, one of another size would move as much more as that one is larger. */
const FEW_CALLS = 4;

export function callsOf(
  record: RunRecord,
  scenario: ScenarioRecord,
  strategy: MeasuredRecord,
): KnownCalls {
  const trace = traceOf(strategy);
  if (trace !== undefined) {
    const [count, names] = [total(trace), namesOf(trace)];
    return { count, names, size: sizeOfOne(trace), trace, kind: trace, seenAt: null };
  }
  const count = strategy.systemCalls;
  const elsewhere = traceElsewhere(record, scenario, strategy.name);
  if (elsewhere === undefined)
    return { count, names: [], size: null, trace, kind: undefined, seenAt: null };
  const { trace: kind, sizeBytes } = elsewhere;
  const perByte = ((kind.bytesPerCall ?? 0) * total(kind)) / sizeBytes;
  const size =
    count === null
      ? total(kind) > FEW_CALLS
        ? sizeOfOne(kind)
        : null
      : sizeOfMany((Math.round(perByte) * scenario.sizeBytes) / count, kind.largestBytes);
  return { count, names: namesOf(kind), size, trace, kind, seenAt: sizeName({ sizeBytes }) };
}

function traceOf({ calls }: MeasuredRecord): Trace | undefined {
  return calls?.counted === 'strace' ? calls : undefined;
}

/** The nearest size on the same route whose copy was traced, and moved something. */
function traceElsewhere(
  { scenarios }: RunRecord,
  { route, socket, sizeBytes }: ScenarioRecord,
  name: string,
): { trace: Trace; sizeBytes: number } | undefined {
  const distance = (other: ScenarioRecord): number =>
    Math.abs(Math.log(other.sizeBytes / sizeBytes));
  return scenarios
    .filter((other) => other.sizeBytes > 0 && routeName(other) === routeName({ route, socket }))
    .toSorted((a, b) => distance(a) - distance(b))
    .flatMap((other) => {
      const found = other.strategies.filter(isMeasured).find((one) => one.name === name);
      const trace = found && traceOf(found);
      return trace ? [{ trace, sizeBytes: other.sizeBytes }] : [];
    })[0];
}

export function total({ byName }: Trace): number {
  return Object.values(byName).reduce((sum, count) => sum + count, 0);
}

function namesOf({ byName }: Trace): string[] {
  return Object.entries(byName)
    .toSorted(([, a], [, b]) => b - a)
    .map(([name]) => name);
}

/** The last call of a loop moves what is left, so that the mean is a little below what the others move. */
function sizeOfOne({ bytesPerCall, largestBytes }: Trace): string | null {
  return bytesPerCall === null ? null : sizeOfMany(bytesPerCall, largestBytes);
}

function sizeOfMany(meanBytes: number, largestBytes: number | undefined): string | null {
  if (meanBytes < 1) return null;
  const isUsual = largestBytes !== undefined && meanBytes > 0.6 * largestBytes;
  if (isUsual && meanBytes < 1.02 * largestBytes) return named(largestBytes);
  return `${unbroken(formatSize(meanBytes))}${isUsual ? '' : ' on average'}`;
}

/** `64 KiB`, `7 MB`; rounded where it is neither. */
function named(bytes: number): string {
  const exact = formatSizeExact(bytes);
  return unbroken(/^\d{5,} B$/.test(exact) ? formatSize(bytes) : exact);
}
