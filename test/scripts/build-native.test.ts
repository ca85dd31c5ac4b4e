/** The build of the addon: once, quietly, and never in the way of an install. Runs in a copied tree. */
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { ADDON_INTERFACE_VERSION } from '../../harness/binding/addon.js';
import { loadAddon, loadAddonFrom } from '../../harness/binding/load.js';
import { packageRoot } from '../../harness/core/package-root.js';

const root = mkdtempSync(join(tmpdir(), 'copybench-build-'));
afterAll(() => rmSync(root, { recursive: true }));

/** A small addon instead of the real one, so that a build takes a second. */
const addonSource = (init: string): string => `
#include <node_api.h>
#include <cstdlib>
static napi_value Copiers(napi_env, napi_callback_info) { return nullptr; }
static napi_value Init(napi_env env, napi_value exports) {
  ${init}
  napi_value copiers;
  napi_create_function(env, "copiers", NAPI_AUTO_LENGTH, Copiers, nullptr, &copiers);
  napi_set_named_property(env, exports, "copiers", copiers);
  return exports;
}
NAPI_MODULE(copybench, Init)
`;

function copyTree(): void {
  for (const folder of ['native', 'scripts', 'build']) {
    rmSync(join(root, folder), { recursive: true, force: true });
    if (folder !== 'build') mkdirSync(join(root, folder));
  }
  for (const name of ['package.json', 'binding.gyp', 'scripts/build-native.mjs']) {
    copyFileSync(join(packageRoot(), name), join(root, name));
  }
  writeFileSync(join(root, 'native', 'addon.cc'), addonSource(''));
  if (!existsSync(join(root, 'node_modules'))) {
    symlinkSync(join(packageRoot(), 'node_modules'), join(root, 'node_modules'));
  }
}

function build(words: string[], environment: Record<string, string> = {}) {
  const { COPYBENCH_NATIVE: _native, COPYBENCH_WERROR: _werror, ...inherited } = process.env;
  return spawnSync(process.execPath, [join(root, 'scripts', 'build-native.mjs'), ...words], {
    encoding: 'utf8',
    env: { ...inherited, ...environment },
  });
}

function refusal(): string {
  const loaded = loadAddonFrom(root);
  return loaded.ok ? 'loaded' : loaded.reason;
}

const NO_COMPILER = { CXX: 'false' };

beforeEach(copyTree);

describe('without a compiler', () => {
  test('--optional gives one notice, exit status 0, and a reason that the loader tells', () => {
    const run = build(['--optional'], NO_COMPILER);
    expect(run.status).toBe(0);
    expect(run.stdout).toBe('');
    expect(run.stderr.match(/the native addon was not built/g)).toHaveLength(1);
    expect(run.stderr).toContain('Reason:  make: ***');
    expect(run.stderr).toContain('Needed:  a C++17 compiler, make and Python 3');
    expect(run.stderr).toContain('the JavaScript strategies and cp still run');
    expect(refusal()).toContain('the native addon was not built: make: ***');
    expect(refusal()).toContain('npm run build:native');
    expect(existsSync(join(root, 'build', 'native-build.log'))).toBe(true);
  });

  test('a failed build is tried again only when something has changed', () => {
    build(['--optional'], NO_COMPILER);
    const again = build(['--optional'], NO_COMPILER);
    expect(again.status).toBe(0);
    expect(again.stderr).toContain('not tried again');
    expect(again.stderr.trim().split('\n')).toHaveLength(1);

    writeFileSync(join(root, 'native', 'addon.cc'), addonSource('// another'));
    expect(build(['--optional'], NO_COMPILER).stderr).not.toContain('not tried again');
    expect(build(['--optional'], { CXX: '/bin/false' }).stderr).not.toContain('not tried again');
  });

  test.each([
    [['--strict'], {}],
    [[], {}],
    [['--optional', '--strict'], {}],
    [['--optional'], { COPYBENCH_NATIVE: 'require' }],
  ])('%j with %j fails', (words, environment) => {
    expect(build(words, { ...NO_COMPILER, ...environment }).status).toBe(1);
  });
});

test('COPYBENCH_NATIVE=skip builds nothing and is the reason', () => {
  const run = build(['--optional'], { COPYBENCH_NATIVE: 'skip' });
  expect(run.status).toBe(0);
  expect(run.stderr).toBe('native addon: skipped (COPYBENCH_NATIVE=skip)\n');
  expect(refusal()).toBe('the native addon was not built because COPYBENCH_NATIVE=skip was set');
});

test('an unknown flag is refused', () => {
  const run = build(['--optinal']);
  expect(run.status).not.toBe(0);
  expect(run.stderr).toContain('--optinal');
});

const loaded = loadAddon();

describe.skipIf(!loaded.ok)(
  `with a compiler${loaded.ok ? '' : ` (skipped: ${loaded.reason})`}`,
  () => {
    test('builds in one line, and then is up to date', () => {
      const first = build(['--optional']);
      expect(first.stderr).toBe('');
      expect(first.stdout).toMatch(/^native addon: built in \d+\.\d s\n$/);
      expect(
        JSON.parse(readFileSync(join(root, 'build', 'native-status.json'), 'utf8')),
      ).toMatchObject({
        outcome: 'built',
      });
      expect(build(['--strict']).stdout).toBe('native addon: up to date\n');

      // After a skip the addon is still good.
      build([], { COPYBENCH_NATIVE: 'skip' });
      expect(build([]).stdout).toBe('native addon: up to date\n');

      writeFileSync(join(root, 'native', 'addon.cc'), addonSource('// changed'));
      expect(build([]).stdout).toContain('built in');
      expect(build(['--force']).stdout).toContain('built in');
    });

    test('the loader refuses an addon of another interface version', () => {
      build([]);
      expect(refusal()).toBe(
        `the native addon is of another version (interface undefined, needed ${ADDON_INTERFACE_VERSION}); run \`npm run build:native\``,
      );
    });

    test('an addon that crashes when loaded is told and not suffered', () => {
      writeFileSync(join(root, 'native', 'addon.cc'), addonSource('abort();'));
      const run = build(['--optional']);
      expect(run.status).toBe(0);
      expect(run.stderr).toContain('it was built, but does not load: killed by SIGABRT');
      expect(refusal()).toContain('killed by SIGABRT');
    });

    test('an error of the compiler is quoted', () => {
      writeFileSync(join(root, 'native', 'addon.cc'), 'int main( {');
      expect(build(['--optional']).stderr).toMatch(/Reason: {2}.*native\/addon\.cc:1:\d+: error:/);
    });
  },
);
