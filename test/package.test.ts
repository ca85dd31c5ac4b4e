/** What is published: all that is needed and nothing else, under known licences, from an exact lock. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publint } from 'publint';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { packageRoot } from '../harness/core/package-root.js';

const root = packageRoot();
const manifest = z
  .object({
    bin: z.record(z.string(), z.string()),
    scripts: z.record(z.string(), z.string()),
    dependencies: z.record(z.string(), z.string()),
    devDependencies: z.record(z.string(), z.string()),
  })
  .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));

describe('npm pack', () => {
  const packed = z.array(z.object({ files: z.array(z.object({ path: z.string() })) })).parse(
    JSON.parse(
      execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
        cwd: root,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    ),
  );
  const files = packed.flatMap((one) => one.files.map(({ path }) => path));

  test('holds the program, its addon’s sources, its peers and its licence', () => {
    for (const path of [
      ...Object.values(manifest.bin),
      'binding.gyp',
      'LICENSE',
      'native/addon.cc',
      'peers/python/peer.py',
      'scripts/build-native.mjs',
    ])
      expect(files).toContain(path);
  });

  test('holds no tests, fixtures, results, keys or settings of a person', () => {
    const unwanted =
      /^test\/|(?:^|\/)generated\/|\.(?:pem|key|npmrc|env)$|^\.|node_modules|^build\//;
    expect(files.filter((path) => unwanted.test(path))).toEqual([]);
  });

  test('is a sound package, says publint', async () => {
    const { messages } = await publint({ pkgDir: root, pack: 'npm', level: 'warning' });
    expect(messages).toEqual([]);
  });
});

describe('dependencies', () => {
  test('are pinned exactly', () => {
    const all = { ...manifest.dependencies, ...manifest.devDependencies };
    expect(Object.values(all).filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  test('are each locked by a digest, and none runs a script at its installation', () => {
    const { packages } = z
      .object({
        packages: z.record(
          z.string(),
          z.object({ integrity: z.string().optional(), hasInstallScript: z.boolean().optional() }),
        ),
      })
      .parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
    const others = Object.entries(packages).filter(([folder]) => folder !== '');
    expect(others.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'))).toEqual([]);
    // fsevents of macOS is optional, of vitest alone, and not installed with copybench.
    const scripted = others.filter(([, { hasInstallScript }]) => hasInstallScript === true);
    expect(
      scripted.map(([folder]) => folder).filter((folder) => !folder.endsWith('/fsevents')),
    ).toEqual([]);
  });

  test('have their licences in docs/licences.md', () => {
    execFileSync(process.execPath, [join(root, 'scripts/write-licences.mjs'), '--check']);
    expect(readFileSync(join(root, 'docs/licences.md'), 'utf8')).not.toContain('undefined');
  });
});

test('an installation downloads nothing', () => {
  const build = readFileSync(join(root, 'scripts/build-native.mjs'), 'utf8');
  expect(build).toContain('--nodedir=');
  expect(build).not.toMatch(/https?:|fetch\(|\bcurl\b|\bwget\b/);
  expect(manifest.scripts['install']).toBe('node scripts/build-native.mjs --optional');
});
