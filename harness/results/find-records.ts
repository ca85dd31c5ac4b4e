/** Finds the records in a folder and everything below it, and keeps account of what is none. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf, HarnessError, messageOf } from '../core/errors.js';
import { parseTrendRecord, type TrendRecord } from './trend-record.js';

/** No record of a thousand scenarios comes near it. */
const LARGEST_BYTES = 64e6;
const EXAMPLES = 3;

/** Files that were left out for the same reason. */
export interface LeftOut {
  readonly reason: string;
  count: number;
  /** The first few paths, relative to the folder. */
  readonly examples: string[];
}

export interface FoundRecords {
  /** In the order in which the runs began. */
  readonly records: readonly TrendRecord[];
  readonly leftOut: readonly LeftOut[];
  /** All files that were seen. */
  readonly files: number;
}

/**
 * Every record in `directory` and below, however its file is called; links are not followed. Files are read
 * one by one and at once, as ten thousand small ones take twice the CPU time through the thread pool.
 *
 * @throws HarnessError `E_DIRECTORY` when there is no such directory; `E_RECORD_MISSING` when it holds no record
 */
export function findRecords(directory: string): FoundRecords {
  const account = new Account();
  const paths = filesBelow(directory, account);
  const byRun = new Map<string, { record: TrendRecord; path: string }>();
  for (const path of paths) take(directory, path, byRun, account);
  const records = withoutPooledTwice(byRun, account)
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ record }) => record)
    .toSorted((a, b) => a.startedAt.localeCompare(b.startedAt));
  if (records.length === 0) throw nothingIn(directory, account);
  return { records, leftOut: account.reasons(), files: account.files };
}

type Known = Map<string, { record: TrendRecord; path: string }>;

function take(directory: string, path: string, byRun: Known, account: Account): void {
  const text = readSmall(join(directory, path));
  if (typeof text !== 'string') return account.leave(path, text.reason);
  const parsed = parseTrendRecord(text);
  if ('reason' in parsed) return account.leave(path, parsed.reason);
  const { record } = parsed;
  if (record.scenarios.length === 0)
    return account.leave(path, 'a record of a run that measured nothing');
  const key = `${record.runId} ${record.startedAt} ${record.machine.fingerprint}`;
  const known = byRun.get(key);
  // Which of two copies is met first depends on the filesystem, so that their names decide.
  const isFirst = known === undefined || path < known.path;
  if (known !== undefined)
    account.leave(isFirst ? known.path : path, 'a second copy of a record that is there already');
  if (isFirst) byRun.set(key, { record, path });
}

function readSmall(path: string): string | { reason: string } {
  try {
    const { size } = statSync(path);
    if (size > LARGEST_BYTES) return { reason: `larger than ${LARGEST_BYTES / 1e6} MB` };
    return readFileSync(path, 'utf8');
  } catch (error) {
    return { reason: `cannot be read: ${codeOf(error) ?? messageOf(error)}` };
  }
}

/** A record that pools runs which are there themselves would count them a second time. */
function withoutPooledTwice(
  byRun: Known,
  account: Account,
): { record: TrendRecord; path: string }[] {
  const found = [...byRun.values()];
  const names = new Set(found.map(({ record }) => record.runId));
  return found.filter(({ record: { merged }, path }) => {
    const isCounted = merged?.some(({ runId }) => names.has(runId)) ?? false;
    if (isCounted) account.leave(path, 'pooled from runs that are there themselves');
    return !isCounted;
  });
}

/** Paths of the files that may be records, relative to the folder. */
function filesBelow(directory: string, account: Account): string[] {
  const paths: string[] = [];
  const visit = (folder: string): void => {
    const entries = readdirSync(join(directory, folder), { withFileTypes: true });
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (!entry.isDirectory()) account.files++;
      if (entry.isDirectory()) visitLeniently(path);
      else if (!entry.isFile()) account.leave(path, 'no plain file: links are not followed');
      else if (entry.name.toLowerCase().endsWith('.json')) paths.push(path);
      else account.leave(path, 'not named .json');
    }
  };
  const visitLeniently = (folder: string): void => {
    try {
      visit(folder);
    } catch (error) {
      account.leave(folder, `cannot be read: ${codeOf(error) ?? messageOf(error)}`);
    }
  };
  try {
    visit('');
  } catch (cause) {
    throw new HarnessError(
      'E_DIRECTORY',
      `${directory} cannot be read: ${messageOf(cause)}. Name a folder that holds records of runs.`,
      { cause },
    );
  }
  return paths;
}

/** What was left out, by reason. */
class Account {
  files = 0;
  readonly #reasons = new Map<string, LeftOut>();

  leave(path: string, reason: string): void {
    const known = this.#reasons.get(reason) ?? { reason, count: 0, examples: [] };
    this.#reasons.set(reason, known);
    known.count++;
    known.examples.push(path);
    known.examples.sort();
    known.examples.length = Math.min(known.examples.length, EXAMPLES);
  }

  /** The most frequent first. */
  reasons(): LeftOut[] {
    return [...this.#reasons.values()].toSorted(
      (a, b) => b.count - a.count || a.reason.localeCompare(b.reason),
    );
  }
}

function nothingIn(directory: string, account: Account): HarnessError {
  const reasons = account
    .reasons()
    .map(({ reason, count, examples }) => `${count} ${reason} (${examples[0] ?? ''})`)
    .join('; ');
  const seen = reasons === '' ? 'It holds no file.' : `Of its files: ${reasons}.`;
  return new HarnessError(
    'E_RECORD_MISSING',
    `There is no record of a run in ${directory} or below. ${seen} Name a folder such as reports/generated.`,
  );
}
