/** How every strategy fails: loudly, in Node's shape, and without touching what was there before. */
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { describe, expect, test } from 'vitest';
import { compiledPath } from '../../harness/core/package-root.js';
import { decode, encode, responseSchema, type Response } from '../../harness/measure/protocol.js';
import type { FileToFileJob, Strategy } from '../../strategies/strategy.js';
import { mountTmpfs, namesIn, temporaryFolder } from '../fakes/folders.js';
import { placeWithSources } from './contract.js';
import { describeStrategies } from './every-strategy.js';
import { errorOf, expectShape, FAILING_BYTES, testFailures } from './failures.js';

const path = temporaryFolder();
const place = placeWithSources(tmpdir(), [FAILING_BYTES]);
const source = place.sourceOf(FAILING_BYTES);

const leavesFile = ({ leaves }: Strategy): boolean => leaves !== 'none';

await describeStrategies(
  () => true,
  (strategy) => testFailures(strategy, place),
);

describe('a read-only filesystem', async () => {
  const mounted = mountTmpfs('ro,size=1m');
  if ('reason' in mounted) {
    test.skip(`is EROFS (skipped: ${mounted.reason})`, () => undefined);
    return;
  }
  await describeStrategies(leavesFile, (strategy) => {
    test('is told', async () => {
      const error = await errorOf(strategy, { source, destination: `${mounted.folder}/copy` });
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
        const job: FileToFileJob = { route, source, destination, sizeBytes: FAILING_BYTES };
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
