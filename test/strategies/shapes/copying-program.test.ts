/** Programs with options are tried before they are believed, and tell their version where they can. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import cat from '../../../strategies/cat.js';
import cpNoReflink from '../../../strategies/cp-no-reflink.js';
import cp from '../../../strategies/cp.js';
import dd from '../../../strategies/dd.js';
import rsync from '../../../strategies/rsync.js';
import { copyingProgram } from '../../../strategies/shapes/copying-program.js';
import type { ProbeContext } from '../../../strategies/strategy.js';
import { fakePrograms } from '../../fakes/programs.js';

const directory = mkdtempSync(join(tmpdir(), 'copybench-test-'));
afterAll(() => rmSync(directory, { recursive: true }));
const context: ProbeContext = { directory, route: 'file-to-file', socket: 'tcp' };
const fake = fakePrograms();

const shaped = (program: string) =>
  copyingProgram({
    name: 'shaped',
    label: 'shaped',
    summary: 'A program under test.',
    program,
    args: ({ source, destination }) => ['--fast', source, destination],
    copiesPerByte: 2,
  });

describe('a program', () => {
  test('that is not there is not installed', async () => {
    expect(await shaped('copybench-no-such-program').available(context)).toEqual({
      available: false,
      reason: 'copybench-no-such-program is not installed',
    });
  });

  test('that lacks the option is unsupported with its words', async () => {
    const program = fake('plain', 'echo unknown option "$1" >&2; exit 1');
    const availability = await shaped(program).available(context);
    expect(availability).toMatchObject({
      available: false,
      reason: expect.stringMatching(/^a trial copy failed: .*exited with 1: unknown option --fast/),
    });
    expect(readdirSync(directory)).toEqual([]);
  });

  test('that copies wrong bytes is unsupported', async () => {
    const program = fake('wrong', 'echo wrong > "$3" 2>/dev/null || true');
    expect(await shaped(program).available(context)).toMatchObject({
      available: false,
      reason: expect.stringContaining('was not equal to its source'),
    });
  });

  test('that copies is available, and tells the first line of its version', async () => {
    const program = fake(
      'good',
      'if [ "$1" = --version ]; then echo good 1.2; echo more; else cp "$2" "$3"; fi',
    );
    expect(await shaped(program).available(context)).toEqual({ available: true });
    expect(await shaped(program).version?.(context)).toBe('good 1.2');
  });

  test('that knows no --version has none', async () => {
    const program = fake('mute', 'exit 2');
    expect(await shaped(program).version?.(context)).toBeUndefined();
  });
});

describe('cp', () => {
  afterEach(() => void vi.unstubAllEnvs());

  test('of GNU 9.2 and later tells how it copies here', async () => {
    const later = fakePrograms();
    later(
      'cp',
      `case "$*" in
  --version) echo 'cp (GNU coreutils) 9.4';;
  *--debug*) echo "'a' -> 'b'"; echo 'copy offload: yes, reflink: unsupported, sparse detection: no';;
esac`,
    );
    vi.stubEnv('PATH', `${later.folder}:${process.env['PATH']}`);
    const words = 'copy offload: yes, reflink: unsupported, sparse detection: no';
    expect(await cp.version?.(context)).toBe(`cp (GNU coreutils) 9.4; ${words}`);
  });

  test('leaves nothing behind when asked', async () => {
    await cp.version?.(context);
    expect(readdirSync(directory)).toEqual([]);
  });
});

for (const strategy of [cpNoReflink, dd, cat, rsync]) {
  const availability = await strategy.available(context);
  if (!availability.available) {
    test.skip(`${strategy.name} (skipped: ${availability.reason})`, () => undefined);
    continue;
  }

  test(`${strategy.name} copies names that look like options or patterns`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'copybench-test-'));
    const source = join(folder, '-n $(false) *');
    const destination = join(folder, `-o ' " of=x`);
    writeFileSync(source, 'some bytes');
    await strategy.copy({ route: 'file-to-file', source, destination, sizeBytes: 10 });
    expect(readFileSync(destination, 'utf8')).toBe('some bytes');
    rmSync(folder, { recursive: true });
  });

  test(`${strategy.name} tells a missing source`, async () => {
    const source = join(directory, 'missing');
    const job = {
      route: 'file-to-file',
      source,
      destination: `${source}-copy`,
      sizeBytes: 1,
    } as const;
    await expect(strategy.copy(job)).rejects.toMatchObject({ code: 'E_COMMAND' });
    rmSync(job.destination, { force: true });
  });
}
