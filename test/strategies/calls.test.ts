/** The system calls of real copies, as strace sees them, beside what native copiers count themselves. */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compiledPath } from '../../harness/core/package-root.js';
import type { CallCount } from '../../harness/measure/call-count.js';
import type { CopyReport } from '../../harness/measure/protocol.js';
import { traced } from '../../harness/measure/strace.js';
import { WorkerProcess } from '../../harness/measure/worker-process.js';
import { countOneCopy } from '../../harness/routes/count-one-copy.js';
import { discoverStrategies } from '../../strategies/discover.js';
import type { Strategy } from '../../strategies/strategy.js';
import { temporaryFolder, writeRandomFile } from '../fakes/folders.js';

const SIZE_BYTES = 3_000_001;
const path = temporaryFolder();
const source = writeRandomFile(path('source'), SIZE_BYTES);
const copies = path('copies');
mkdirSync(copies);

/** Why nothing can be traced here, or undefined. */
async function whyNot(): Promise<string | undefined> {
  const child = spawnSync('strace', ['-V']);
  if (child.error) return 'strace is not installed';
  const worker = await WorkerProcess.start(workerOf('nothing'));
  const seen = await traced(worker.pid ?? 0, () => Promise.resolve());
  await worker.stop();
  return seen.ok ? undefined : seen.reason;
}

function workerOf(name: string) {
  return {
    file: process.execPath,
    args: ['--expose-gc', compiledPath('harness/measure/worker.js'), name],
  };
}

/** One warm-up copy, then one that is counted both ways. */
async function counted(
  strategy: Strategy,
): Promise<{ seen: CallCount; report: CopyReport | undefined }> {
  const worker = await WorkerProcess.start(strategy.worker ?? workerOf(strategy.name));
  const copy = (name: string) =>
    worker.copy({
      route: 'file-to-file',
      source,
      destination: `${copies}/${strategy.name}-${name}`,
      sizeBytes: SIZE_BYTES,
    });
  try {
    await copy('warm-up');
    let report: CopyReport | undefined;
    const setting = {
      route: 'file-to-file',
      source,
      copies,
      sizeBytes: SIZE_BYTES,
      socket: null,
    } as const;
    const seen = await countOneCopy(
      setting,
      { name: strategy.name, strategy },
      worker,
      async () => {
        report = await copy('counted');
      },
    );
    return { seen, report };
  } finally {
    await worker.stop();
  }
}

const missing = await whyNot();
const strategies = await discoverStrategies();

/** One test for each strategy that makes copies of files here; the others are visible skips. */
async function testEach(
  chosen: (strategy: Strategy) => boolean,
  title: string,
  body: (strategy: Strategy) => Promise<void>,
): Promise<void> {
  const context = { directory: path(), route: 'file-to-file', socket: 'tcp' } as const;
  for (const strategy of strategies.filter(chosen)) {
    if (strategy.class !== 'copy' || !strategy.routes.includes(context.route)) continue;
    const availability = await strategy.available(context);
    const reason = missing ?? (availability.available ? undefined : availability.reason);
    const { name } = strategy;
    if (reason === undefined) test(`${name} ${title}`, () => body(strategy));
    else test.skip(`${name} ${title} (skipped: ${reason})`, () => undefined);
  }
}

describe('under strace', async () => {
  await testEach(
    ({ runtime, checks }) => runtime === 'native' && !checks,
    'makes as many calls as its copier counts',
    async (strategy) => {
      const { seen, report } = await counted(strategy);
      expect(seen).toMatchObject({ counted: 'strace' });
      const counts = seen.counted === 'strace' ? Object.values(seen.byName) : [];
      expect(counts.reduce((sum, one) => sum + one, 0)).toBe(report?.systemCalls);
    },
  );

  await testEach(
    ({ name }) => name === 'read-write',
    'makes one read and one write a buffer, and a read that finds the end',
    async (strategy) => {
      const { seen } = await counted(strategy);
      const buffers = Math.ceil(SIZE_BYTES / 65_536);
      expect(seen).toMatchObject({
        counted: 'strace',
        byName: { read: buffers + 1, write: buffers },
        bytesPerCall: SIZE_BYTES / buffers,
        threads: 1,
        byMainThread: 2 * buffers + 1,
      });
    },
  );

  await testEach(
    ({ name }) => ['stream-pipe', 'cp', 'dd', 'java-transfer-to', 'python-copyfile'].includes(name),
    'is counted to the last byte, off the thread of JavaScript, with what it does besides',
    async (strategy) => {
      const { seen } = await counted(strategy);
      const some = expect.toSatisfy((count: number) => count > 0);
      const counts = { bytesPerCall: some, others: some };
      expect(seen).toMatchObject({ counted: 'strace', ...counts });
      // A peer uses its threads as it likes.
      if (strategy.runtime !== 'peer') expect(seen).toMatchObject({ byMainThread: 0 });
    },
  );
});
