/** What a run of a trend is called: its date, and its commit where it has one. */
import type { MachineTrend } from '../harness/results/trend.js';
import type { TrendRecord } from '../harness/results/trend-record.js';
import { type Text, code, text, unbroken } from './text.js';

export function runsName({ runs }: MachineTrend, run: number): Text {
  const record = runs[run];
  if (record === undefined) return [];
  const commit = shortCommit(record);
  const date = unbroken(record.startedAt.slice(0, 16).replace('T', ' '));
  return commit === undefined ? text`${date}` : text`${date} (commit ${code(commit)})`;
}

/** `3e6536c`, or `3e6536c+` when files differed from it. */
export function shortCommit({ commit }: TrendRecord): string | undefined {
  return commit && `${commit.sha.slice(0, 7)}${commit.modified ? '+' : ''}`;
}
