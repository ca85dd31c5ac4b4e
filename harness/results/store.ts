/** Keeps a run on disk: samples as they come, the record after every scenario. Nothing measured is ever lost. */
import { appendFile, open, rm, rmdir, stat, truncate, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomically } from '../core/atomic-file.js';
import { parseBounded, readBounded, readBoundedBytes } from '../core/bounded.js';
import { hasCode, HarnessError, messageOf } from '../core/errors.js';
import { fitted } from '../core/fitted.js';
import { makeDirectory } from '../core/make-directory.js';
import { shown, whyRefused } from '../core/refusal.js';
import { sampleSchema, type Sample } from '../measure/sample.js';
import { eventSchema, type RunEvent } from './events.js';
import { LineFile, parseLines, type Lines } from './json-lines.js';
import { FORMAT_VERSION, recordSchema, type RunRecord } from './record.js';
import { writeRunPlan, type RunPlan } from './run-plan.js';

const RECORD = 'record.json';
const SAMPLES = 'samples.jsonl';
const JOURNAL = 'journal.jsonl';

/** What is read of `samples.jsonl`, and of `journal.jsonl`: a thousand rounds of a hundred arms in a dozen scenarios. */
export const LARGEST_LINES_BYTES = 1e9;

/** The open store of a running measurement. */
export interface RunStore {
  directory: string;
  /** Appends one line; resolves when the system has it. */
  append(sample: Sample): Promise<void>;
  /** The same for what happened besides. */
  note(event: RunEvent): Promise<void>;
  /** Resolves when all of it is on the disk and survives the machine. */
  flush(): Promise<void>;
  /** Writes the record anew, in one step. */
  write(record: RunRecord): Promise<void>;
  /** Writes what will be measured, before the first copy: what a resumed run goes by. */
  writePlan(plan: RunPlan): Promise<void>;
  /** Ends it. Where nothing was stored, nothing is left behind either. */
  close(): Promise<void>;
}

/**
 * Makes the output directory of a run.
 *
 * @throws HarnessError `E_USAGE` when it holds a record already: results are never overwritten
 */
export async function createStore(directory: string): Promise<RunStore> {
  const firstMade = await makeDirectory(directory).catch((cause: unknown) => {
    throw outputRefused(directory, cause);
  });
  const store = openStore(directory, await createSamples(directory));
  return {
    ...store,
    close: async () => {
      await store.close();
      if (!store.isUsed()) await removeUnused(directory, firstMade);
    },
  };
}

/**
 * Opens the output directory of a run again, to go on with it. A last line that is cut off is cut away.
 *
 * @throws HarnessError `E_RECORD_MISSING` when there are no samples, `E_SAMPLES_MALFORMED` when they are damaged
 */
export async function reopenStore(directory: string): Promise<RunStore> {
  for (const read of [readSamples, readEvents]) {
    const { path, truncated, wholeBytes, lacksEnd } = await read(directory);
    if (truncated) await truncate(path, wholeBytes);
    if (lacksEnd) await appendFile(path, '\n');
  }
  return openStore(directory, await open(join(directory, SAMPLES), 'a'));
}

function openStore(directory: string, file: FileHandle): RunStore & { isUsed(): boolean } {
  const samples = new LineFile(join(directory, SAMPLES), file);
  const journal = new LineFile(join(directory, JOURNAL));
  let used = false;
  const using = async (work: () => Promise<void>): Promise<void> => {
    used = true;
    await work();
  };
  return {
    directory,
    isUsed: () => used,
    append: (sample) => using(() => samples.append(sample)),
    note: (event) => using(() => journal.append(fitted(eventSchema, event))),
    flush: async () => {
      await samples.flush();
      await journal.flush();
    },
    write: (record) => using(() => writeFileAtomically(join(directory, RECORD), stringify(record))),
    writePlan: (plan) => using(() => writeRunPlan(directory, plan)),
    close: async () => {
      await samples.close();
      await journal.close();
    },
  };
}

/** Takes back the empty samples and the folders that were made for them, as long as they are empty. */
async function removeUnused(directory: string, firstMade: string | undefined): Promise<void> {
  await rm(join(directory, SAMPLES), { force: true });
  if (firstMade === undefined) return;
  for (let folder = directory; folder.length >= firstMade.length; folder = dirname(folder)) {
    await rmdir(folder).catch(() => undefined);
  }
}

/**
 * Reads the record of a run.
 *
 * @throws HarnessError `E_RECORD_MISSING`, `E_RECORD_VERSION` or `E_RECORD_MALFORMED`, with what to do
 */
export async function readRecord(directory: string): Promise<RunRecord> {
  const path = join(directory, RECORD);
  return parseRecord(path, await readText(path));
}

/** @throws HarnessError `E_RECORD_VERSION` or `E_RECORD_MALFORMED` naming `path` */
export function parseRecord(path: string, text: string): RunRecord {
  const value = parseJson(path, text);
  const version = z.object({ formatVersion: z.unknown() }).safeParse(value).data?.formatVersion;
  if (version !== FORMAT_VERSION) {
    throw new HarnessError(
      'E_RECORD_VERSION',
      `${path} has format version ${shown(version)}, and this copybench reads version ` +
        `${FORMAT_VERSION}. Read it with the copybench that wrote it, or measure again.`,
    );
  }
  const parsed = recordSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new HarnessError(
    'E_RECORD_MALFORMED',
    `${path} is not a record: ${whyRefused(parsed.error)}\nRestore it, or measure again.`,
  );
}

type Stored = Omit<Lines<unknown>, 'lines'> & { path: string };

export interface StoredSamples extends Stored {
  samples: Sample[];
}

/**
 * Reads the samples of a run in the order they were taken.
 *
 * @throws HarnessError `E_SAMPLES_MALFORMED` with the line number; `E_RECORD_MISSING` when there is no file
 */
export async function readSamples(directory: string): Promise<StoredSamples> {
  const path = join(directory, SAMPLES);
  const form = { schema: sampleSchema, what: 'sample' };
  const { lines, ...rest } = parseLines(path, await readLines(path), form);
  return { path, samples: lines, ...rest };
}

/** Reads what happened in a run besides; most runs have nothing to tell. @throws as `readSamples` */
export async function readEvents(directory: string): Promise<Stored & { events: RunEvent[] }> {
  const path = join(directory, JOURNAL);
  const bytes = (await exists(path)) ? await readLines(path) : Buffer.alloc(0);
  const { lines, ...rest } = parseLines(path, bytes, { schema: eventSchema, what: 'event' });
  return { path, events: lines, ...rest };
}

function stringify(record: RunRecord): string {
  return `${JSON.stringify(fitted(recordSchema, record), null, 2)}\n`;
}

function readText(path: string): Promise<string> {
  return orMissing(path, readBounded(path, 'E_RECORD_MALFORMED'));
}

function readLines(path: string): Promise<Buffer> {
  return orMissing(path, readBoundedBytes(path, 'E_SAMPLES_MALFORMED', LARGEST_LINES_BYTES));
}

async function orMissing<T>(path: string, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (cause) {
    if (!hasCode(cause, 'ENOENT') && !hasCode(cause, 'ENOTDIR')) throw cause;
    throw new HarnessError(
      'E_RECORD_MISSING',
      `${path} does not exist. Name the directory of a run, such as one under reports/generated/.`,
      { cause },
    );
  }
}

function parseJson(path: string, text: string): unknown {
  try {
    return parseBounded(text);
  } catch (cause) {
    throw new HarnessError(
      'E_RECORD_MALFORMED',
      `${path} is not JSON: ${messageOf(cause)}. Restore it, or measure again.`,
      { cause },
    );
  }
}

/** Created, never opened: two runs must not mix their samples, and no run overwrites another's. */
async function createSamples(directory: string): Promise<FileHandle> {
  try {
    if (await exists(join(directory, RECORD))) throw occupied(directory);
    return await open(join(directory, SAMPLES), 'wx');
  } catch (cause) {
    if (cause instanceof HarnessError) throw cause;
    throw hasCode(cause, 'EEXIST') ? occupied(directory) : outputRefused(directory, cause);
  }
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

function occupied(directory: string): HarnessError {
  return new HarnessError(
    'E_USAGE',
    `${directory} holds the results of an earlier run. Name another directory with --out.`,
  );
}

function outputRefused(directory: string, cause: unknown): HarnessError {
  return new HarnessError(
    'E_DIRECTORY',
    `The output directory ${directory} cannot be used: ${messageOf(cause)}. Name another with --out.`,
    { cause },
  );
}
