/** A strategy that is a program with options: not every program of that name knows them, so a copy is tried. */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeError, hasCode } from '../../harness/core/errors.js';
import {
  byRoute,
  defineStrategy,
  type Availability,
  type FileToFileJob,
  type ProbeContext,
  type Strategy,
} from '../strategy.js';
import { runProgram } from './command.js';
import { withTrialFolders } from './trial-folders.js';

interface ProgramShape {
  name: string;
  label: string;
  summary: string;
  /** The program whose row this is; asked for its version with `--version`. */
  program: string;
  /** The program that is started where that is another one, such as a shell. */
  starts?: string;
  args: (job: FileToFileJob) => string[];
  copiesPerByte: number;
  /** Where the program can tell more of itself than the first line of `--version`. */
  version?: (context: ProbeContext) => Promise<string | undefined>;
}

const TRIAL = Buffer.alloc(9000, 'copybench ');
const VERSION_TIMEOUT_MS = 10_000;

/** A strategy that starts a program for every copy; its start is in its time, and `spawn-floor` shows how much. */
export function copyingProgram({ program, starts, args, ...words }: ProgramShape): Strategy {
  const file = starts ?? program;
  return defineStrategy({
    version: () => versionOf(program),
    ...words,
    class: 'copy',
    routes: ['file-to-file'],
    runtime: 'command',
    available: (context) => tryOut(program, file, args, context),
    copy: byRoute({ 'file-to-file': (job) => runProgram(file, args(job)) }),
  });
}

async function tryOut(
  program: string,
  file: string,
  args: ProgramShape['args'],
  context: ProbeContext,
): Promise<Availability> {
  if (!(await isInstalled(program))) {
    return { available: false, reason: `${program} is not installed` };
  }
  return withTrialFolders(context, async (folders): Promise<Availability> => {
    const source = join(folders.source, 'source');
    const destination = join(folders.destination, 'destination');
    const job = { route: 'file-to-file', source, destination, sizeBytes: TRIAL.length } as const;
    try {
      await writeFile(source, TRIAL);
      await runProgram(file, args(job));
      if (TRIAL.equals(await readFile(destination))) return { available: true };
      return { available: false, reason: `a trial copy by ${program} was not equal to its source` };
    } catch (error) {
      return { available: false, reason: `a trial copy failed: ${describeError(error)}` };
    }
  });
}

async function isInstalled(program: string): Promise<boolean> {
  const { error } = await run(program, ['--version']);
  return !hasCode(error, 'ENOENT');
}

/**
 * Version of cp(1) and, from GNU 9.2 on, how it copies in this directory: one copy under `cp --debug`.
 *
 * @param options of the strategy, such as `--reflink=never`
 */
export async function versionOfCp(
  context: ProbeContext,
  options: readonly string[] = [],
): Promise<string | undefined> {
  const version = await versionOf('cp');
  return withTrialFolders(context, async (folders) => {
    const source = join(folders.source, 'source');
    await writeFile(source, TRIAL);
    const words = [...options, '--debug', '--', source, join(folders.destination, 'destination')];
    const { stdout } = await run('cp', words);
    const how = /^copy offload: .*$/m.exec(stdout)?.[0];
    return how === undefined ? version : [version, how].filter(Boolean).join('; ');
  });
}

/** The first line that the program says to `--version`; undefined where it does not know that option. */
export async function versionOf(program: string): Promise<string | undefined> {
  const { stdout, error } = await run(program, ['--version']);
  const line = stdout.split('\n')[0]?.trim();
  return error || !line ? undefined : line;
}

function run(
  program: string,
  args: readonly string[],
): Promise<{ stdout: string; error: Error | null }> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: VERSION_TIMEOUT_MS }, (error, stdout) => {
      resolve({ stdout, error });
    });
  });
}
