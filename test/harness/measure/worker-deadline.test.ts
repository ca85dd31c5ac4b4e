/** A worker that does not answer in time is ended, whatever it is doing. */
import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { encode, PROTOCOL_VERSION } from '../../../harness/measure/protocol.js';
import { WorkerProcess } from '../../../harness/measure/worker-process.js';
import { temporaryFolder } from '../../fakes/folders.js';

const folder = temporaryFolder();
const ready = encode({
  type: 'ready',
  protocol: PROTOCOL_VERSION,
  strategy: 'scripted',
  version: 'Scripted 1.0',
});

/** A worker that says `ready` and then does what `code` says. */
function program(name: string, code: string) {
  const path = folder(`${name}.mjs`);
  writeFileSync(path, `process.stdout.write(${JSON.stringify(ready)});\n${code}`);
  return { file: process.execPath, args: [path] };
}

const order = { route: 'file-to-file', source: 's', destination: 'd', sizeBytes: 10e6 } as const;

test('one that only waits is given the time that its copy may take', async () => {
  const asked: number[] = [];
  const copyMs = (sizeBytes: number): number => {
    asked.push(sizeBytes);
    return 50;
  };
  const worker = await WorkerProcess.start(program('waits', 'process.stdin.resume();'), { copyMs });
  await expect(worker.copy(order)).rejects.toMatchObject({
    code: 'E_WORKER',
    message: 'The worker timed out: it did not finish the copy within 0.05 s.',
  });
  expect(asked).toEqual([10e6]);
  await worker.stop();
});

test('one that is stuck in a call, and hears no end of its stdin, is gone at once', async () => {
  const stuck = program('stuck', 'for (;;);');
  const worker = await WorkerProcess.start(stuck, { copyMs: () => 50, stopMs: 60_000 });
  const startedMs = performance.now();
  await expect(worker.copy(order)).rejects.toMatchObject({ code: 'E_WORKER' });
  await worker.stop();
  expect(performance.now() - startedMs).toBeLessThan(10_000);
});

test('what a peer says of itself is known from its first line', async () => {
  const worker = await WorkerProcess.start(program('peer', 'process.stdin.resume();'));
  expect(worker.version).toBe('Scripted 1.0');
  await worker.stop();
});
