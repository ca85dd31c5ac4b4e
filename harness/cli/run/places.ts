/** Where a run works and where its results go, unless it is told. */
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { RunOptions } from '../../config/run-options.js';
import { HarnessError } from '../../core/errors.js';
import { packageRoot } from '../../core/package-root.js';
import { baselineName } from '../../results/gate/baseline-file.js';
import { folderInside } from '../../measure/workspace.js';

/** A checkout keeps its output inside itself (git-ignored); an installed package uses the current directory. */
function base(): { fixtures: string; reports: string; baselines: string } {
  const root = packageRoot();
  const isCheckout = existsSync(join(root, 'tsconfig.json'));
  const home = isCheckout ? root : join(process.cwd(), 'copybench');
  return {
    fixtures: join(home, 'fixtures', 'generated'),
    reports: join(home, 'reports', 'generated'),
    baselines: join(home, 'reports', 'baselines'),
  };
}

/**
 * The directory under test.
 *
 * @param named what --dir says; a folder of ours inside it is used
 * @throws HarnessError `E_DIRECTORY` when the named directory is none
 */
export async function workDirectory(named: string | undefined): Promise<string> {
  return named === undefined ? base().fixtures : folderInside(resolve(named));
}

/** Directories under test, in the order they were named; one that is in both has the same path in both. */
export interface NamedDirectories {
  /** At least one. */
  from: string[];
  /** Undefined: copies stay within each. */
  to?: string[] | undefined;
}

/**
 * The directories that --dir and --copy-to name.
 *
 * @param usual the directory where --dir names none
 * @throws HarnessError `E_DIRECTORY` when a named directory is none; `E_USAGE` when an option names one twice
 */
export async function namedDirectories(
  { dir, copyTo }: Pick<RunOptions, 'dir' | 'copyTo'>,
  usual?: string,
): Promise<NamedDirectories> {
  const from = dir ? await identified(dir, '--dir') : undefined;
  const targets = copyTo ? await identified(copyTo, '--copy-to') : undefined;
  return {
    from: from ? [...from.values()] : [usual ?? (await workDirectory(undefined))],
    to: targets && [...targets].map(([identity, path]) => from?.get(identity) ?? path),
  };
}

/** The folders of ours in these directories, by what a directory is whatever it is called. */
async function identified(names: readonly string[], option: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const called = new Map<string, string>();
  for (const name of names) {
    const directory = await workDirectory(name);
    // A link or a bind mount is another name of the same directory.
    const { dev, ino } = await stat(name, { bigint: true });
    const identity = `${dev} ${ino}`;
    const before = called.get(identity);
    if (before !== undefined) throw namedTwice(option, before, name);
    called.set(identity, name);
    found.set(identity, directory);
  }
  return found;
}

function namedTwice(option: string, before: string, name: string): HarnessError {
  const what = before === name ? `${name} twice` : `${before} and ${name}, which is the same`;
  return new HarnessError(
    'E_USAGE',
    `${option} names ${what}: a directory beside itself shows nothing but noise. Name it once; the control arm shows the noise.`,
  );
}

/** The directory for the results of one run. */
export function outputDirectory(named: string | undefined, runId: string): string {
  return named === undefined ? join(base().reports, runId) : resolve(named);
}

/** The baseline of a machine and a suite: kept with the project, so that it can be committed. */
export function baselinePath(fingerprint: string, suite: string): string {
  return join(base().baselines, baselineName(fingerprint, suite));
}

/** `2026-11-23-184319-published`: sorts by time, says what it is. */
export function nameRun(startedAt: Date, suite: string): string {
  const [date, time] = startedAt.toISOString().split('T');
  return `${date}-${time?.slice(0, 8).replaceAll(':', '')}-${suite}`;
}
