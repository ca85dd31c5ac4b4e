/** The harness's end of a worker, against peers that misbehave in every way: no hang, and a reason that helps. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { compiledPath } from '../../../harness/core/package-root.js';
import { PROTOCOL_VERSION, type CopyOrder } from '../../../harness/measure/protocol.js';
import {
  WorkerProcess,
  type Patience,
  type WorkerCommand,
} from '../../../harness/measure/worker-process.js';
import { temporaryFolder, writeRandomFile } from '../../fakes/folders.js';

const path = temporaryFolder();
const source = writeRandomFile(path('source'), 5000);
const orderTo = (name: string): CopyOrder => ({
  route: 'file-to-file',
  source,
  destination: path(name),
  sizeBytes: 5000,
});

/** Short, so that a peer that says nothing costs little; long enough to start a program on a busy machine. */
const PATIENCE = { startMs: 20_000, stopMs: 20_000 };

/** A peer in a few lines of JavaScript; `say` writes a message, `ask` is called with each request. */
function scripted(script: string): WorkerCommand {
  const prelude = `
    const say = (message) => process.stdout.write(JSON.stringify(message) + '\\n');
    const report = { elapsedNs: 5, sentNs: null, roundTripNs: 6,
      usage: null, systemCalls: 2, eventLoopDelayMaxNs: null };
    const ready = () => say({ type: 'ready', protocol: ${PROTOCOL_VERSION}, strategy: 'scripted' });
    const onAsk = (ask) => require('node:readline').createInterface({ input: process.stdin })
      .on('line', (line) => ask(JSON.parse(line)));`;
  return { file: process.execPath, args: ['-e', prelude + script] };
}

async function start(
  command: WorkerCommand,
  patience: Partial<Patience> = PATIENCE,
): Promise<WorkerProcess> {
  const worker = await WorkerProcess.start(command, patience);
  onTestFinished(() => worker.stop());
  return worker;
}

describe('a worker that keeps to the protocol', () => {
  test('answers one request after the other, and leaves when its stdin ends', async () => {
    const worker = await start(
      scripted(`ready(); onAsk(({ id, sizeBytes }) =>
        say({ type: 'sample', id, report: { ...report, elapsedNs: sizeBytes + id } }));`),
    );
    expect((await worker.copy(orderTo('a'))).elapsedNs).toBe(5000);
    expect((await worker.copy(orderTo('b'))).elapsedNs).toBe(5001);
    await worker.stop();
    await worker.stop();
  });

  test('passes on the error of a strategy with its fields, and goes on', async () => {
    const worker = await start(
      scripted(`ready(); onAsk(({ id }) => say(id > 0 ? { type: 'sample', id, report } : {
        type: 'failure', id,
        error: { name: 'Error', message: 'ENOSPC: no space', code: 'ENOSPC', errno: -28, syscall: 'write' },
      }));`),
    );
    await expect(worker.copy(orderTo('a'))).rejects.toMatchObject({
      message: 'ENOSPC: no space',
      code: 'ENOSPC',
      errno: -28,
      syscall: 'write',
    });
    expect((await worker.copy(orderTo('a'))).systemCalls).toBe(2);
  });

  test('may write anything to stderr', async () => {
    const worker = await start(
      scripted(`console.error('x'.repeat(1e6)); ready();
        onAsk(({ id }) => say({ type: 'sample', id, report }));`),
    );
    expect((await worker.copy(orderTo('a'))).elapsedNs).toBe(5);
  });
});

describe('a worker that does not get ready', () => {
  const failures: [string, string, { code: string; message: RegExp }][] = [
    [
      'speaks another version',
      `say({ type: 'ready', protocol: 1, strategy: 'scripted' }); onAsk(() => {});`,
      { code: 'E_PROTOCOL', message: /version 2.+"protocol":1/ },
    ],
    [
      'says garbage',
      `console.log('Segmentation fault'); onAsk(() => {});`,
      { code: 'E_PROTOCOL', message: /not JSON: Segmentation fault/ },
    ],
    [
      'begins with another message',
      `say({ type: 'sample', id: 0, report }); onAsk(() => {});`,
      { code: 'E_PROTOCOL', message: /began with "sample"/ },
    ],
    [
      'dies with words',
      `console.error('cannot find the strategy'); process.exitCode = 3;`,
      {
        code: 'E_WORKER',
        message: /^The worker exited with status 3; it said: cannot find the strategy$/,
      },
    ],
    [
      'dies without a word',
      `process.exitCode = 4;`,
      { code: 'E_WORKER', message: /^The worker exited with status 4 and said nothing\.$/ },
    ],
    [
      'is killed',
      `process.kill(process.pid, 'SIGKILL');`,
      { code: 'E_WORKER', message: /was ended by SIGKILL/ },
    ],
    [
      'closes its stdout and stays',
      `require('node:fs').closeSync(1); setInterval(() => {}, 1000);`,
      { code: 'E_WORKER', message: /ended by SIGKILL/ },
    ],
  ];

  test.each(failures)('because it %s', async (name, script, expected) => {
    const patience = name.includes('stays') ? { ...PATIENCE, stopMs: 50 } : PATIENCE;
    await expect(start(scripted(script), patience)).rejects.toMatchObject({
      code: expected.code,
      message: expect.stringMatching(expected.message),
    });
  });

  test('is told with its last words every time, however fast it was', async () => {
    const command = { file: 'sh', args: ['-c', 'echo no strategy >&2; exit 3'] };
    for (let i = 0; i < 20; i++) {
      await expect(start(command)).rejects.toThrow('exited with status 3; it said: no strategy');
    }
  });

  test('because it says nothing is given up and ended', async () => {
    const silent = scripted(`onAsk(() => {}); setInterval(() => {}, 1000);`);
    await expect(start(silent, { ...PATIENCE, startMs: 50 })).rejects.toMatchObject({
      code: 'E_WORKER',
      message: 'The worker timed out: it did not say that it is ready within 0.05 s.',
    });
  });

  test('because there is no such program is told at once', async () => {
    const missing = { file: 'copybench-no-such-program', args: [] };
    await expect(start(missing)).rejects.toMatchObject({
      code: 'E_WORKER',
      message: expect.stringMatching(/could not be started: .*ENOENT/),
    });
  });
});

describe('a worker that fails during a copy', () => {
  test('by dying is told with its last words', async () => {
    const worker = await start(
      scripted(`ready(); onAsk(() => { console.error('out of memory'); process.abort(); });`),
    );
    await expect(worker.copy(orderTo('a'))).rejects.toMatchObject({
      code: 'E_WORKER',
      message: expect.stringMatching(/was ended by SIGABRT; it said: .*out of memory/s),
    });
    await expect(worker.copy(orderTo('b'))).rejects.toMatchObject({ code: 'E_WORKER' });
    await worker.stop();
  });

  test('by dying between two copies is told at the next', async () => {
    const worker = await start(
      scripted(`ready(); onAsk(({ id }) => {
        process.stdout.write(JSON.stringify({ type: 'sample', id, report }) + '\\n', () => process.exit(9));
      });`),
    );
    await worker.copy(orderTo('a'));
    await expect(worker.copy(orderTo('b'))).rejects.toMatchObject({
      code: 'E_WORKER',
      message: expect.stringContaining('exited with status 9'),
    });
  });

  test.each([
    ['with another id', `say({ type: 'sample', id: id + 1, report })`, 'answered request 0 with'],
    ['with ready again', `ready()`, 'answered request 0 with {"type":"ready"'],
    ['with garbage', `console.log('{"type":')`, 'This line is not JSON'],
    ['with an empty line', `console.log('')`, 'This line is not JSON'],
    [
      'with no time',
      `say({ type: 'sample', id, report: { ...report, elapsedNs: null } })`,
      'elapsedNs',
    ],
  ])('by answering %s is E_PROTOCOL', async (_, answer, words) => {
    const worker = await start(scripted(`ready(); onAsk(({ id }) => { ${answer} });`));
    await expect(worker.copy(orderTo('a'))).rejects.toMatchObject({
      code: 'E_PROTOCOL',
      message: expect.stringContaining(words),
    });
  });

  test('by answering twice is told at the next copy', async () => {
    const worker = await start(
      scripted(`ready(); onAsk(({ id }) => {
        say({ type: 'sample', id, report }); say({ type: 'sample', id, report }); });`),
    );
    await worker.copy(orderTo('a'));
    await expect(worker.copy(orderTo('b'))).rejects.toMatchObject({ code: 'E_PROTOCOL' });
  });

  test('by dying is told although a process it started keeps its stderr open', async () => {
    const orphaning = `ready(); onAsk(() => { const { spawn } = require('node:child_process');
      spawn('sleep', ['3'], { stdio: ['ignore', 'ignore', 'inherit'], detached: true });
      console.error('going'); process.exit(5); });`;
    const worker = await start(scripted(orphaning));
    await expect(worker.copy(orderTo('a'))).rejects.toMatchObject({ code: 'E_WORKER' });
  });

  test('by closing its stdout and staying is ended, since nothing can come from it', async () => {
    const closing = `ready(); onAsk(() => require('node:fs').closeSync(1)); setInterval(() => {}, 1e6);`;
    const worker = await start(scripted(closing), { ...PATIENCE, stopMs: 50 });
    await expect(worker.copy(orderTo('a'))).rejects.toMatchObject({
      code: 'E_WORKER',
      message: expect.stringContaining('was ended by SIGKILL'),
    });
  });

  test('by staying when its stdin ends is killed', async () => {
    const stubborn = scripted(
      `process.on('SIGTERM', () => {}); ready(); setInterval(() => {}, 1e6);`,
    );
    const worker = await start(stubborn, { ...PATIENCE, stopMs: 50 });
    await worker.stop();
    await expect(worker.copy(orderTo('a'))).rejects.toMatchObject({
      code: 'E_WORKER',
      message: expect.stringContaining('was ended by SIGKILL'),
    });
  });
});

const real = (...args: string[]): WorkerCommand => ({
  file: process.execPath,
  args: ['--expose-gc', compiledPath('harness/measure/worker.js'), ...args],
});

describe('the real worker', () => {
  test('copies, tells what it cost, and reports a failure without leaving', async () => {
    const worker = await start(real('read-write'));
    const report = await worker.copy(orderTo('copied'));
    expect(report.elapsedNs).toBeGreaterThan(0);
    expect(report.usage).not.toBeNull();
    await expect(worker.copy(orderTo('copied'))).rejects.toMatchObject({
      code: 'EEXIST',
      errno: -17,
      syscall: 'open',
    });
    await worker.copy(orderTo('copied-again'));
  });

  test('of an unknown strategy is told with its words', async () => {
    await expect(start(real('teleport'))).rejects.toMatchObject({
      code: 'E_WORKER',
      message: expect.stringMatching(/exited with status 1; it said: .*teleport/s),
    });
  });
});
