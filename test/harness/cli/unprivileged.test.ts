/** Everything works as an ordinary user, and nothing is done that only root may do. */
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { packageRoot } from '../../../harness/core/package-root.js';
import { temporaryFolder } from '../../fakes/folders.js';
import { recordIn, tinyRun } from './program.js';

/** As Debian's and every other system's "nobody". */
const NOBODY = 65_534;
const program = join(packageRoot(), 'dist/harness/cli/main.js');

function asNobody(words: readonly string[]) {
  const setpriv = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--no-new-privs'];
  return spawnSync('setpriv', [...setpriv, process.execPath, program, ...words], {
    encoding: 'utf8',
    cwd: '/',
  });
}

const trial = process.getuid?.() === 0 ? asNobody(['--version']) : undefined;
const why = trial
  ? trial.status === 0
    ? undefined
    : `this checkout is not for everybody: ${trial.stderr || String(trial.error)}`
  : 'it takes root to become somebody else; these tests run as an ordinary user anyhow';

describe.skipIf(why !== undefined)(
  `a user without rights${why ? ` (skipped: ${why})` : ''}`,
  () => {
    const path = temporaryFolder();
    chmodSync(path(), 0o755);
    chownSync(path(), NOBODY, NOBODY);

    test('measures, reports and cleans', () => {
      const run = asNobody(tinyRun(path(), path('out'), '--strategies', 'read-write,splice,cp'));
      expect(run.status, run.stderr).toBe(0);
      const outcomes = recordIn(path('out')).scenarios[0]?.strategies.map(({ outcome }) => outcome);
      expect(outcomes).toEqual(['measured', 'measured', 'measured']);
      expect(statSync(path('copybench-files')).uid).toBe(NOBODY);
      expect(asNobody(['report', path('out')]).status).toBe(0);
      expect(asNobody(['clean', '--dir', path()]).status).toBe(0);
    });

    test('works over sockets too', () => {
      const words = ['run', '--route', 'file-to-socket', '--sizes', '4KB', '--rounds', '2'];
      const more = [
        '--strategies',
        'splice',
        '--ballast',
        'off',
        '--dir',
        path(),
        '--out',
        path('two'),
      ];
      const run = asNobody([...words, ...more]);
      expect(run.status, run.stderr).toBe(0);
    });
  },
);
