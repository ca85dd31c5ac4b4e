/** How every strategy fails: loudly, in Node's shape, and without touching what was there before. */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { beforeAll, describe, expect, test } from 'vitest';
import { isSystemError } from '../../harness/core/errors.js';
import { compiledPath } from '../../harness/core/package-root.js';
import { decode, encode, responseSchema, type Response } from '../../harness/measure/protocol.js';
import type { FileToFileJob, Strategy } from '../../strategies/strategy.js';
import { mountTmpfs, namesIn, temporaryFolder, writeRandomFile } from '../fakes/folders.js';
import { copy, describeStrategies } from './every-strategy.js';

const SIZE_BYTES = 100_000;

const path = temporaryFolder();
const source = path('source');
beforeAll(() => {
  writeRandomFile(source, SIZE_BYTES);
  mkdirSync(path('folder'));
});

const leavesFile = ({ leaves }: Strategy): boolean => leaves !== 'none';
/** A bound may leave its source alone: starting a program needs none. */
const readsSource = ({ runtime, leaves }: Strategy): boolean =>
  runtime !== 'command' || leaves === 'copy';

/** What a copy ends with, as an error; a copy that succeeds fails the test. */
async function errorOf(strategy: Strategy, job: Partial<FileToFileJob>): Promise<unknown> {
  return copy(strategy, { source, sizeBytes: SIZE_BYTES, ...job }).then(
    () => expect.fail(`${strategy.name} said that it copied`),
    (error: unknown) => error,
  );
}

/** In-process strategies pass on the system's error; a program's is told with what it printed. */
function expectShape({ runtime }: Strategy, error: unknown, code: string): void {
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

await describeStrategies(readsSource, (strategy) => {
  test('tells a missing source', async () => {
    const job = { source: path('missing'), destination: path(`${strategy.name}-of-missing`) };
    expectShape(strategy, await errorOf(strategy, job), 'ENOENT');
  });
});

await describeStrategies(leavesFile, (strategy) => {
  test('tells a missing destination folder', async () => {
    const job = { destination: path('no-folder', 'copy') };
    expectShape(strategy, await errorOf(strategy, job), 'ENOENT');
  });
});

/**
 * cp(1) and rsync(1) are measured as people run them, and overwrite. The harness never asks them to: every copy
 * gets a fresh name in a folder of the run's own (harness/routes/file-to-file.ts).
 */
const OVERWRITING = ['cp', 'cp-no-reflink', 'rsync'];
const mayOverwrite = ({ name }: Strategy): boolean => OVERWRITING.includes(name);

async function ontoExisting(strategy: Strategy): Promise<{ kept: boolean; error: unknown }> {
  const destination = path(`existing-for-${strategy.name}`);
  writeFileSync(destination, 'not to be touched');
  const error: unknown = await copy(strategy, {
    source,
    destination,
    sizeBytes: SIZE_BYTES,
  }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { kept: readFileSync(destination, 'utf8') === 'not to be touched', error };
}

/** They write a file of the destination's name and take it away again, so they refuse one that is not theirs. */
const WRITING_BOUNDS: readonly string[] = ['disk-write', 'overwrite'];

describe('a destination that exists', () => {
  describe('is refused and kept by', async () => {
    await describeStrategies(
      (strategy) => leavesFile(strategy) && !mayOverwrite(strategy),
      (strategy) => {
        test('with EEXIST, or as the program says it', async () => {
          const { kept, error } = await ontoExisting(strategy);
          expect(kept).toBe(true);
          expectShape(strategy, error, 'EEXIST');
        });
      },
    );
  });

  describe('is replaced whole by', async () => {
    await describeStrategies(
      (strategy) => leavesFile(strategy) && mayOverwrite(strategy),
      (strategy) => {
        test('as the program does it', async () => {
          const { error } = await ontoExisting(strategy);
          expect(error).toBeUndefined();
          const copied = readFileSync(path(`existing-for-${strategy.name}`));
          expect(copied.equals(readFileSync(source))).toBe(true);
        });
      },
    );
  });

  describe('is kept by bounds that leave nothing', async () => {
    await describeStrategies(
      ({ leaves }) => leaves === 'none',
      (strategy) => {
        const isWriter = WRITING_BOUNDS.includes(strategy.name);
        test(isWriter ? 'with EEXIST' : 'without a word', async () => {
          const error = isWriter ? expect.objectContaining({ code: 'EEXIST' }) : undefined;
          expect(await ontoExisting(strategy)).toEqual({ kept: true, error });
        });
      },
    );
  });
});

describe('a read-only filesystem', async () => {
  const mounted = mountTmpfs('ro,size=1m');
  if ('reason' in mounted) {
    test.skip(`is EROFS (skipped: ${mounted.reason})`, () => undefined);
    return;
  }
  await describeStrategies(leavesFile, (strategy) => {
    test('is told', async () => {
      const error = await errorOf(strategy, { destination: `${mounted.folder}/copy` });
      expectShape(strategy, error, 'EROFS');
      expect(namesIn(mounted.folder)).toEqual([]);
    });
  });
});

/** Asks a real worker, which may write no file above 50 KiB (`ulimit -f` counts 512 bytes in a POSIX sh). */
async function askLimitedWorker(name: string, job: FileToFileJob): Promise<Response> {
  const words = [process.execPath, compiledPath('harness/measure/worker.js'), name];
  const child = spawn('sh', ['-c', 'ulimit -f 100 && exec "$0" "$@"', ...words], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(encode({ type: 'copy', id: 7, ...job }));
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) lines.push(line);
  return decode(responseSchema, lines[1] ?? '');
}

describe('a file size limit (RLIMIT_FSIZE)', async () => {
  await describeStrategies(
    ({ leaves }) => leaves === 'copy',
    (strategy) => {
      test('fails the copy and not the worker', async () => {
        const destination = path(`limited-${strategy.name}`);
        const route = 'file-to-file';
        const job: FileToFileJob = { route, source, destination, sizeBytes: SIZE_BYTES };
        const response = await askLimitedWorker(strategy.name, job);
        if (response.type !== 'failure') expect.fail(JSON.stringify(response));
        expect(response.id).toBe(7);
        if (strategy.runtime === 'command') {
          // A program of its own gets the signal: 25 is SIGXFSZ (signal(7)).
          expect(response.error.code).toBe('E_COMMAND');
          expect(response.error.message).toMatch(/ended by signal (25|SIGXFSZ)|File too large/);
        } else {
          expect(response.error).toMatchObject({ code: 'EFBIG', errno: -27 });
        }
      });
    },
  );
});
