/** A checkout without a compiler: JavaScript and programs run, native strategies say why they do not. */
import { beforeAll, describe, expect, test } from 'vitest';
import { discoverStrategies } from '../../../strategies/discover.js';
import { placeOn } from '../../strategies/every-strategy.js';
import { copyTree } from '../../fakes/copied-tree.js';
import { namesIn, temporaryFolder } from '../../fakes/folders.js';
import { copybench, type Ended, recordIn, samplesIn } from './program.js';

describe('without the native addon', () => {
  const path = temporaryFolder();
  let run: Ended = { status: null, stdout: '', stderr: '' };
  let root = '';

  beforeAll(async () => {
    root = copyTree('dist');
    const words = ['run', '--suite', 'all', '--sizes', '4KB', '--rounds', '2', '--dir', path()];
    run = await copybench([...words, '--out', path('out')], { root });
  }, 120_000);

  test('the run ends well, with one warning about the addon and what to do', () => {
    expect(run.status).toBe(0);
    const warnings = recordIn(path('out')).warnings.filter(({ code }) => code === 'addon-missing');
    expect(warnings).toHaveLength(1);
    expect(warnings[0]?.message).toContain('the native addon has not been built');
    expect(warnings[0]?.remedy).toContain('npm run build:native');
  });

  test('every native strategy is unsupported with the reason, all others are measured', async () => {
    const all = new Map((await discoverStrategies()).map((s) => [s.name, s]));
    const { scenarios } = recordIn(path('out'));
    expect(scenarios.map(({ route }) => route)).toEqual(['file-to-file']);
    for (const { strategies, route } of scenarios) {
      for (const strategy of strategies) {
        const tried = all.get(strategy.name)!;
        const isNative = tried.runtime === 'native';
        // Languages and programs may not be installed.
        const works = !isNative && (await tried.available(placeOn(route, path()))).available;
        expect([route, strategy.name, strategy.outcome]).toEqual([
          route,
          strategy.name,
          works ? 'measured' : 'unsupported',
        ]);
        if (strategy.outcome === 'unsupported' && isNative) {
          expect(strategy.reason).toContain('the native addon has not been built');
        }
      }
    }
  });

  test('contents are still compared, and no state is claimed that nobody could see', () => {
    for (const { cache } of recordIn(path('out')).scenarios) expect(cache).toBe('unverified');
    const warmUp = samplesIn(path('out')).filter(({ round }) => round === 0);
    expect(warmUp.find(({ strategy }) => strategy === 'cp')?.checked).toBe('content');
    expect(new Set(warmUp.map(({ residentShare }) => residentShare))).toEqual(new Set([null]));
  });

  test('routes whose reference needs a blocking socket are left out, and that is said', () => {
    const leftOut = recordIn(path('out')).warnings.filter(
      ({ code }) => code === 'scenario-left-out',
    );
    expect(leftOut.map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /^The reference read-write-4k does not work on file-to-socket here: .*native addon/,
      ),
      expect.stringMatching(
        /^The reference read-write does not work on socket-to-file here: .*native addon/,
      ),
    ]);
  });

  test.each(['file-to-socket', 'socket-to-file'])(
    'streams still go %s, and the receiver in JavaScript is told',
    async (route) => {
      const words = ['run', '--suite', 'all', '--route', route, '--reference', 'stream-pipe'];
      const limits = ['--strategies', 'stream-pipe-1m', '--sizes', '4KB', '--rounds', '2'];
      const places = ['--dir', path(), '--out', path(route)];
      const { status } = await copybench([...words, ...limits, ...places], { root });
      expect(status).toBe(0);
      const { scenarios, warnings } = recordIn(path(route));
      expect(scenarios.map(({ strategies }) => strategies.map(({ outcome }) => outcome))).toEqual([
        ['measured', 'measured'],
      ]);
      expect(warnings.map(({ code }) => code)).toContain('receiver-javascript');
    },
  );

  test('a native reference is refused, and nothing is left behind', async () => {
    const words = ['run', '--sizes', '4KB', '--reference', 'splice', '--dir', path()];
    const refused = await copybench([...words, '--out', path('refused')], { root });
    expect(refused.status).toBe(2);
    expect(refused.stderr).toMatch(
      /E_USAGE: The reference splice does not work on file-to-socket here: the native/,
    );
    expect(namesIn(path())).toEqual(['copybench-files', 'file-to-socket', 'out', 'socket-to-file']);
  });
});
