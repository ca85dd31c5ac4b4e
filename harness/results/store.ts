/** Keeps a run on disk: samples as they come, the record after every scenario. Nothing measured is ever lost. */
import { open, readFile, rm, rmdir, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomically } from '../core/atomic-file.js';
import { hasCode, HarnessError, messageOf } from '../core/errors.js';
import { makeDirectory } from '../core/make-directory.js';
import { sampleSchema, type Sample } from '../measure/sample.js';
import { FORMAT_VERSION, recordSchema, type RunRecord } from './record.js';

const RECORD = 'record.json';
const SAMPLES = 'samples.jsonl';

/** The open store of a running measurement. */
export interface RunStore {
  directory: string;
  /** Appends one line; resolves when the system has it. */
  append(sample: Sample): Promise<void>;
  /** Writes the record anew, in one step. */
  write(record: RunRecord): Promise<void>;
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
  const samples = await createSamples(directory);
  let isUsed = false;
  return {
    directory,
    append: async (sample) => {
      isUsed = true;
      await appendLine(samples, sample);
    },
    write: async (record) => {
      isUsed = true;
      await writeFileAtomically(join(directory, RECORD), stringify(record));
    },
    close: async () => {
      await samples.close();
      if (!isUsed) await removeUnused(directory, firstMade);
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
  const value = parseJson(path, await readText(path));
  const version = z.object({ formatVersion: z.unknown() }).safeParse(value).data?.formatVersion;
  if (version !== FORMAT_VERSION) {
    throw new HarnessError(
      'E_RECORD_VERSION',
      `${path} has format version ${JSON.stringify(version)}, and this copybench reads version ` +
        `${FORMAT_VERSION}. Read it with the copybench that wrote it, or measure again.`,
    );
  }
  const parsed = recordSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new HarnessError(
    'E_RECORD_MALFORMED',
    `${path} is not a record: ${z.prettifyError(parsed.error)}\nRestore it, or measure again.`,
  );
}

export interface StoredSamples {
  samples: Sample[];
  /** The last line is cut off: the run was killed while it wrote. It is left out. */
  truncated: boolean;
}

/**
 * Reads the samples of a run in the order they were taken.
 *
 * @throws HarnessError `E_SAMPLES_MALFORMED` with the line number; `E_RECORD_MISSING` when there is no file
 */
export async function readSamples(directory: string): Promise<StoredSamples> {
  const path = join(directory, SAMPLES);
  const lines = (await readText(path)).split('\n');
  // A complete file ends in a newline, so that the last piece is empty.
  const rest = lines.pop() ?? '';
  const isWhole = rest !== '' && sampleSchema.safeParse(parsedOrNull(rest)).success;
  if (isWhole) lines.push(rest);
  return {
    samples: lines.map((line, index) => parseLine(path, line, index)),
    truncated: rest !== '' && !isWhole,
  };
}

/** A last line that lacks nothing but its end, as some editors leave it, is a sample. */
function parsedOrNull(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function parseLine(path: string, line: string, index: number): Sample {
  const refuse = (reason: string): HarnessError =>
    new HarnessError(
      'E_SAMPLES_MALFORMED',
      `Line ${index + 1} of ${path} is not a sample: ${reason}\n` +
        'Repair or remove that line; the other samples are untouched.',
    );
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw refuse(`it is not JSON: ${line.slice(0, 100)}`);
  }
  const parsed = sampleSchema.safeParse(value);
  if (!parsed.success) throw refuse(z.prettifyError(parsed.error));
  return parsed.data;
}

async function appendLine(file: FileHandle, sample: Sample): Promise<void> {
  await file.appendFile(`${JSON.stringify(sample)}\n`);
}

function stringify(record: RunRecord): string {
  return `${JSON.stringify(recordSchema.parse(record), null, 2)}\n`;
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
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
    return JSON.parse(text);
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
