/** Setting a checkout up: everything once, and nothing twice. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { copyTree } from '../fakes/copied-tree.js';

describe('setup', () => {
  let tree = '';
  beforeAll(() => {
    tree = copyTree();
  });

  /** Without the addon, whose build has tests of its own. */
  const setup = () =>
    spawnSync(process.execPath, [join(tree, 'scripts', 'setup.mjs')], {
      encoding: 'utf8',
      env: { ...process.env, COPYBENCH_NATIVE: 'skip' },
    });
  const source = (name: string) => join(tree, 'suites', `${name}.ts`);
  const compiled = (name: string) => join(tree, 'dist', 'suites', `${name}.js`);

  test('compiles a fresh clone, and then nothing more', () => {
    const first = setup();
    expect(first.status).toBe(0);
    expect(first.stdout).toBe('');
    expect(first.stderr).toContain('setup: TypeScript ...');
    expect(first.stderr).not.toContain('dependencies');
    expect(existsSync(join(tree, 'dist', 'harness', 'cli', 'main.js'))).toBe(true);
    expect(setup().stderr).not.toContain('TypeScript');
  });

  test('a file that was touched is compiled once', () => {
    const now = new Date();
    utimesSync(source('all'), now, now);
    expect(setup().stderr).toContain('TypeScript');
    expect(setup().stderr).not.toContain('TypeScript');
  });

  test('what was compiled from a file that is gone goes as well', () => {
    writeFileSync(source('mine'), readFileSync(source('smoke'), 'utf8'));
    setup();
    expect(existsSync(compiled('mine'))).toBe(true);
    rmSync(source('mine'));
    setup();
    expect(existsSync(compiled('mine'))).toBe(false);
    expect(existsSync(compiled('smoke'))).toBe(true);
  });

  test('a type error fails every time until it is mended', () => {
    writeFileSync(source('mine'), 'export const wrong: number = "text";\n');
    expect(setup().status).toBe(1);
    const again = setup();
    expect(again.status).toBe(1);
    expect(again.stderr).toContain('suites/mine.ts(1,14)');
    rmSync(source('mine'));
    expect(setup().status).toBe(0);
  });
});
