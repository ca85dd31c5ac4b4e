/** Where a run works and where its results go, unless it is told. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
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
