/** CRC32C by instruction and by table, against the vectors of RFC 3720 and against each other. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { packageRoot } from '../../harness/core/package-root.js';

const folder = mkdtempSync(join(tmpdir(), 'copybench-crc32c-'));
afterAll(() => rmSync(folder, { recursive: true }));

const hasCompiler = spawnSync('c++', ['--version']).status === 0;

// Only a program of its own reaches the table on a machine that has the instruction.
describe.skipIf(!hasCompiler)('CRC32C in C++', () => {
  test('has the values of RFC 3720, and both ways agree on every length and alignment', () => {
    const program = join(folder, 'check');
    const sources = ['test/native/crc32c-check.cc', 'native/crc32c.cc'];
    const built = run('c++', ['-std=c++17', '-O2', '-Wall', '-Wextra', ...sources, '-o', program]);
    expect(built).toEqual({ status: 0, output: '' });
    expect(run(program, [])).toEqual({
      status: 0,
      output: expect.stringMatching(/^by .* 0 wrong\n$/),
    });
  });
});

function run(file: string, args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(file, args, {
    cwd: packageRoot(),
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
}
