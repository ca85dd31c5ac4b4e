/** Where results go: what --format asks for, checked before anything is measured and written at the end. */
import { access, constants, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Format } from '../../reports/formats/format.js';
import { HarnessError, messageOf } from '../core/errors.js';
import { makeDirectory } from '../core/make-directory.js';
import { chooseOne } from './choose.js';
import type { Surroundings } from './surroundings.js';
import { appendText, writeText } from './write-text.js';

export interface Output<Subject> {
  format: Format<Subject>;
  /** Absolute; undefined for stdout. */
  path: string | undefined;
}

/** GitHub names a file in it to which a step of a job adds Markdown. */
const STEP_SUMMARY = 'GITHUB_STEP_SUMMARY';
/** A file is no terminal. */
const IN_A_FILE = { colour: false, columns: 100 };

/**
 * Reads `NAME` (to stdout) and `NAME=PATH` (into a file); without a `NAME` alone, `terminal` goes to stdout.
 *
 * @param asked values of --format; each may hold several with commas between
 * @throws HarnessError `E_UNKNOWN_NAME` for a format that does not exist; `E_USAGE` when stdout or a file would
 *   hold two texts that do not mix
 */
export function outputsOf<Subject>(
  asked: readonly string[],
  formats: readonly Format<Subject>[],
): Output<Subject>[] {
  const named = asked
    .flatMap((value) => value.split(','))
    .map((words) => words.trim())
    .filter((words) => words !== '')
    .map((words) => outputOf(words, formats));
  const outputs = named.some(({ path }) => path === undefined)
    ? named
    : [{ format: chooseOne('format', 'terminal', formats), path: undefined }, ...named];
  refuseMixture(outputs);
  return outputs;
}

function outputOf<Subject>(words: string, formats: readonly Format<Subject>[]): Output<Subject> {
  const at = words.indexOf('=');
  const format = chooseOne('format', at === -1 ? words : words.slice(0, at), formats);
  if (at === -1) return { format, path: undefined };
  const path = words.slice(at + 1);
  if (path !== '') return { format, path: resolve(path) };
  throw new HarnessError('E_USAGE', `--format "${words}": write the path of a file after the =.`);
}

function refuseMixture<Subject>(outputs: readonly Output<Subject>[]): void {
  const printed = outputs.filter(({ path }) => path === undefined);
  const document = printed.find(({ format }) => format.shape === 'document');
  const other = printed.find((output) => output !== document);
  if (document && other) {
    const { name } = document.format;
    throw new HarnessError(
      'E_USAGE',
      `--format: ${name} and ${other.format.name} cannot share stdout: no program could read ${name} then. ` +
        `Write one of them into a file: --format ${name}=PATH.`,
    );
  }
  const paths = outputs.map(({ path }) => path).filter((path) => path !== undefined);
  const twice = paths.find((path, index) => paths.indexOf(path) !== index);
  if (twice !== undefined) {
    throw new HarnessError('E_USAGE', `--format: two formats would be written to ${twice}.`);
  }
}

/**
 * Makes the directories of the files that will be written, so that no result is lost for want of one.
 *
 * @throws HarnessError `E_DIRECTORY` when one cannot be made, or when the path is a directory itself
 */
export async function prepareOutputs(outputs: readonly Output<never>[]): Promise<void> {
  for (const { path } of outputs) {
    if (path !== undefined) await preparePath(path);
  }
}

async function preparePath(path: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory()) throw notWritable(path, 'it is a directory');
  // A pipe or a device is there already, and its directory is not ours to write to.
  if (found && !found.isFile()) return;
  try {
    await makeDirectory(dirname(path));
    // With the dot, a file in the place of the directory is refused as well.
    await access(`${dirname(path)}/.`, constants.W_OK);
  } catch (cause) {
    throw notWritable(path, messageOf(cause), cause);
  }
}

function notWritable(path: string, why: string, cause?: unknown): HarnessError {
  return new HarnessError(
    'E_DIRECTORY',
    `${path} cannot be written: ${why}. Name another file with --format NAME=PATH.`,
    { cause },
  );
}

/** Renders and writes every output, and says on stderr what went where and what could not be said. */
export async function writeOutputs<Subject>(
  outputs: readonly Output<Subject>[],
  subject: Subject,
  to: Surroundings,
): Promise<void> {
  for (const { format, path } of outputs) {
    if (path === undefined) to.stdout.write(await format.render(subject, to.terminal));
    else {
      await writeText(
        path,
        await format.render(subject, { ...IN_A_FILE, ascii: to.terminal.ascii ?? false }),
      );
      to.stderr.write(`Wrote ${path} (${format.name})\n`);
    }
    for (const sentence of format.leftOut?.(subject) ?? []) to.stderr.write(`${sentence}\n`);
    const summary = to.environment[STEP_SUMMARY];
    if (format.stepSummary && summary) await appendText(summary, format.stepSummary(subject));
  }
}
