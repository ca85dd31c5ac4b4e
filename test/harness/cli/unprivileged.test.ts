/** Everything works as an ordinary user, and nothing is done that only root may do. */
import { chmodSync, chownSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../fakes/folders.js';
import { asNobody, NOBODY, runWithin, whyNot, within } from './hidden.js';

// Who runs the tests as an ordinary user has all of it in the other tests.
const why = whyNot(asNobody());

describe.skipIf(why !== '')(`a user without rights${why}`, () => {
  const path = temporaryFolder();
  chmodSync(path(), 0o755);
  if (why === '') chownSync(path(), NOBODY, NOBODY);

  test('measures, reports and cleans', () => {
    runWithin([asNobody()], path(), path('out'));
    expect(statSync(path('copybench-files')).uid).toBe(NOBODY);
    expect(within([asNobody()], ['report', path('out')]).status).toBe(0);
    expect(within([asNobody()], ['clean', '--dir', path()]).status).toBe(0);
  });

  test('works over sockets too', () => {
    const words = ['run', '--route', 'file-to-socket', '--sizes', '4KB', '--rounds', '2'];
    const more = ['--strategies', 'splice', '--ballast', 'off', '--dir', path()];
    const run = within([asNobody()], [...words, ...more, '--out', path('two')]);
    expect(run.status, run.stderr).toBe(0);
  });
});
