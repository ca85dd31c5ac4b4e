/** Where the wall time of the run went. */
import { formatDuration } from '../harness/core/units.js';
import type { RunRecord } from '../harness/results/record.js';
import { type Text, text, unbroken } from './text.js';

/** `Took 118 s: measured 61 s, warmed up 9 s, ...`; what no part accounts for is `other`. */
export function timeLine({ time }: RunRecord): Text {
  const known: readonly (readonly [string, number])[] = [
    ['measured', time.measuredNs],
    ['warmed up', time.warmUpNs],
    ['started workers', time.startedNs],
    ['settled', time.settledNs],
    ['checked', time.checkedNs],
    ['deleted', time.deletedNs],
    ['explained', time.explainedNs],
    ['prepared', time.preparedNs],
  ];
  const other = time.totalNs - known.reduce((sum, [, ns]) => sum + ns, 0);
  const spent = [...known, ['other', other] as const]
    .filter(([, ns]) => ns >= time.totalNs / 1000)
    .map(([name, ns]) => unbroken(`${name} ${formatDuration(ns)}`));
  const total = unbroken(formatDuration(time.totalNs));
  return spent.length === 0 ? text`Took ${total}.` : text`Took ${total}: ${spent.join(', ')}.`;
}
