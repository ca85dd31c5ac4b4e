/** What an explanation would have liked to know and nobody measured, each with its reason. */
import type { MeasuredRecord, ScenarioRecord } from '../../harness/results/record.js';
import { isLongEnough } from '../../harness/results/costs.js';
import { grouped } from '../grouped.js';
import { type Text, code, joined, text, unbroken } from '../text.js';
import { cpuNsOf, kernelShareOf } from './cost.js';

/** More names than these are counted, not listed. */
const MOST_NAMES = 4;

interface Reason {
  readonly what: string;
  readonly reason: string;
  readonly isMissing: (one: MeasuredRecord) => boolean;
}

const KERNEL = 'how much of the CPU time went into the kernel';
const MACHINE = 'what the CPUs of the whole machine did';
const NOT_KEPT = 'the record does not hold it, as it is of an earlier version or of another system';

const REASONS: readonly Reason[] = [
  {
    what: 'CPU time',
    reason: 'a program that is started without the native addon does not tell',
    isMissing: (one) => cpuNsOf(one) === null,
  },
  {
    what: KERNEL,
    reason: 'it is told apart at clock ticks, which takes a second of CPU time over all samples',
    isMissing: (one) => one.cpuUserUs !== undefined && kernelShareOf(one) === null,
  },
  {
    what: KERNEL,
    reason: NOT_KEPT,
    isMissing: (one) => one.cpuUserUs === undefined && cpuNsOf(one) !== null,
  },
  {
    what: MACHINE,
    reason: `it is counted in ticks of ${unbroken('10 ms')}, which takes copies of ${unbroken('50 ms')} or more`,
    isMissing: (one) => one.machineCpu === undefined && !isLongEnough(one.medianNs),
  },
  {
    what: MACHINE,
    reason: NOT_KEPT,
    isMissing: (one) => one.machineCpu === undefined && isLongEnough(one.medianNs),
  },
];

/** @param strategies those that are explained */
export function notMeasured(
  scenario: ScenarioRecord,
  strategies: readonly MeasuredRecord[],
): readonly Text[] {
  const copies = strategies.filter((one) => one.class === 'copy' || one.class === 'clone');
  if (copies.length === 0) return [];
  return [
    ...uncounted(scenario, copies),
    ...REASONS.flatMap(({ what, reason, isMissing }) => {
      const those = copies.filter(isMissing);
      return those.length === 0 ? [] : [text`${what}, for ${namesOf(those, copies)}: ${reason}`];
    }),
    ...eventsRefused(copies),
    ...extents(scenario, copies),
  ];
}

function uncounted({ route }: ScenarioRecord, copies: readonly MeasuredRecord[]): Text[] {
  const missing = copies.filter((one) => one.systemCalls === null);
  const reasons = grouped(missing, ({ calls }) =>
    calls?.counted === null ? calls.reason.replace(/^not counted: /, '') : absent(route),
  );
  return [...reasons].map(
    ([reason, those]) => text`system calls of ${namesOf(those, copies)}: ${reason}`,
  );
}

function absent(route: ScenarioRecord['route']): string {
  return route === 'http'
    ? 'those of servers are not counted'
    : 'this suite, or this run, counted none by name';
}

/** Each reason once: events of the kernel, and those of the CPU. */
function eventsRefused(copies: readonly MeasuredRecord[]): Text[] {
  const refusals = copies.flatMap(({ events }) => {
    if (events === undefined) return [];
    if (!events.counted)
      return [`moves between CPUs, and what the CPU itself counts: ${events.reason}`];
    return events.hardware.counted
      ? []
      : [`cycles, instructions and cache misses: ${events.hardware.reason}`];
  });
  return [...new Set(refusals)].map((refusal) => text`${refusal}`);
}

function extents({ route, durability }: ScenarioRecord, copies: readonly MeasuredRecord[]): Text[] {
  if (!route.endsWith('to-file')) return [];
  if (copies.every(({ sharedBytes }) => sharedBytes === undefined))
    return [
      text`whether copies share extents with their source: the filesystem answers no FIEMAP, or the native addon is not built`,
    ];
  if (durability === 'fdatasync' || copies.some((one) => one.extents !== undefined)) return [];
  return [
    text`in how many extents copies lie: the filesystem places them when it writes them back, after the copy`,
  ];
}

function namesOf(those: readonly MeasuredRecord[], all: readonly MeasuredRecord[]): Text {
  if (those.length === all.length && all.length > 1) return text`all of them`;
  if (those.length > MOST_NAMES) return text`${those.length} of ${all.length}`;
  return joined(those.map(({ name }) => code(name)));
}
