/** How a strategy fails, on whatever filesystem: loudly, in Node's shape, and without touching what was there. */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isSystemError } from '../../harness/core/errors.js';
import type { FileToFileJob, Strategy } from '../../strategies/strategy.js';
import { temporaryFolder } from '../fakes/folders.js';
import type { Place } from './contract.js';
import { copy } from './every-strategy.js';

/** Size of the source of copies that fail. */
export const FAILING_BYTES = 100_000;

/** What a copy ends with, as an error; a copy that succeeds fails the test. */
export async function errorOf(strategy: Strategy, job: Partial<FileToFileJob>): Promise<unknown> {
  return copy(strategy, { sizeBytes: FAILING_BYTES, ...job }).then(
    () => expect.fail(`${strategy.name} said that it copied`),
    (error: unknown) => error,
  );
}

/** In-process strategies pass on the system's error; a program's is told with what it printed. */
export function expectShape({ runtime }: Strategy, error: unknown, code: string): void {
  if (runtime === 'command') {
    expect(error).toMatchObject({
      code: 'E_COMMAND',
      message: expect.stringMatching(/exited with \d+: .+/),
    });
    return;
  }
  if (!isSystemError(error)) throw error;
  expect(error.code).toBe(code);
  expect(error.errno).toBeLessThan(0);
  expect(error.syscall).toMatch(/^[a-z]/);
  expect(error.message).toContain(code);
}

/** A bound may leave its source alone: starting a program needs none. */
const readsSource = ({ runtime, leaves }: Strategy): boolean =>
  runtime !== 'command' || leaves === 'copy';

/** Of every strategy. `sizes` have FAILING_BYTES. */
export function testFailures(strategy: Strategy, place: Place): void {
  const path = temporaryFolder(place.directory);
  const source = place.sourceOf(FAILING_BYTES);

  if (readsSource(strategy))
    test('tells a missing source', async () => {
      const job = { source: path('missing'), destination: path('of-missing') };
      expectShape(strategy, await errorOf(strategy, job), 'ENOENT');
    });

  if (strategy.leaves !== 'none')
    test('tells a missing destination folder', async () => {
      const job = { source, destination: path('no-folder', 'copy') };
      expectShape(strategy, await errorOf(strategy, job), 'ENOENT');
    });

  testExisting(strategy, source, path('existing'));
}

/**
 * cp(1) and rsync(1) are measured as people run them, and overwrite. The harness never asks them to: every copy
 * gets a fresh name in a folder of the run's own (harness/routes/file-to-file.ts).
 */
const OVERWRITING = ['cp', 'cp-no-reflink', 'rsync'];

/** They write a file of the destination's name and take it away again, so they refuse one that is not theirs. */
const WRITING_BOUNDS: readonly string[] = ['disk-write', 'overwrite'];

/** What becomes of a destination that exists. */
function testExisting(strategy: Strategy, source: string, destination: string): void {
  async function ontoExisting(): Promise<{ kept: boolean; error: unknown }> {
    writeFileSync(destination, 'not to be touched');
    const error: unknown = await copy(strategy, {
      source,
      destination,
      sizeBytes: FAILING_BYTES,
    }).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    return { kept: readFileSync(destination, 'utf8') === 'not to be touched', error };
  }

  if (strategy.leaves === 'none') {
    const isWriter = WRITING_BOUNDS.includes(strategy.name);
    test(`keeps a destination that exists, ${isWriter ? 'with EEXIST' : 'without a word'}`, async () => {
      const error = isWriter ? expect.objectContaining({ code: 'EEXIST' }) : undefined;
      expect(await ontoExisting()).toEqual({ kept: true, error });
    });
  } else if (OVERWRITING.includes(strategy.name)) {
    test('replaces a destination that exists as a whole, as the program does', async () => {
      const { error } = await ontoExisting();
      expect(error).toBeUndefined();
      expect(readFileSync(destination).equals(readFileSync(source))).toBe(true);
    });
  } else {
    test('refuses a destination that exists with EEXIST, or as the program says it, and keeps it', async () => {
      const { kept, error } = await ontoExisting();
      expect(kept).toBe(true);
      expectShape(strategy, error, 'EEXIST');
    });
  }
}
