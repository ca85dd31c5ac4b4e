/** How peers begin and end, and what becomes of programs that keep no protocol: nothing hangs. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compiledPath } from '../../harness/core/package-root.js';
import { PROTOCOL_VERSION, responseSchema } from '../../harness/measure/protocol.js';
import { WorkerProcess } from '../../harness/measure/worker-process.js';
import { PeerConversation } from '../../strategies/shapes/peer-conversation.js';
import type { WorkerCommand } from '../../harness/measure/worker-process.js';
import { describePeers, temporaryFolder, type Peer } from './every-peer.js';

const path = temporaryFolder();

interface Ended {
  status: number | null;
  lines: string[];
  stderr: string;
}

/** Starts a program, writes `input` to its stdin, ends that, and waits for the program to leave. */
async function run({ file, args }: WorkerCommand, input: string): Promise<Ended> {
  const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const heard = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (heard.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (heard.stderr += chunk.toString()));
  // A program that has already left cannot be written to.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  await once(child, 'close');
  const lines = heard.stdout.split('\n').filter((line) => line !== '');
  return { status: child.exitCode, lines, stderr: heard.stderr };
}

const GARBAGE = [
  'garbage',
  '',
  '{"type":"copy"',
  '[]',
  'null',
  '{"type":"copy","id":0}',
  '{"type":"copy","id":0,"route":"elsewhere","source":"a","destination":"b","sizeBytes":1}',
];

function beginsAndEnds({ strategy, command }: Peer): void {
  test('says that it is ready, and leaves when its stdin ends', async () => {
    const { status, lines } = await run(command, '');
    expect(status).toBe(0);
    expect(lines).toHaveLength(1);
    expect(responseSchema.parse(JSON.parse(lines[0] ?? ''))).toMatchObject({
      type: 'ready',
      protocol: PROTOCOL_VERSION,
      strategy: strategy.name,
    });
  });

  test('ends on a line that is no message, with the line', async () => {
    const answers = await Promise.all(GARBAGE.map((line) => run(command, `${line}\n`)));
    for (const [i, { status, lines, stderr }] of answers.entries()) {
      expect({ line: GARBAGE[i], status, lines: lines.length }).toMatchObject({
        status: 1,
        lines: 1,
      });
      expect(stderr).toContain('This line is no message of the worker protocol');
    }
  });

  test('knows no other strategy', async () => {
    const { file, args } = command;
    const { status, lines, stderr } = await run(
      { file, args: [...args.slice(0, -1), 'other'] },
      '',
    );
    expect({ status, lines }).toEqual({ status: 1, lines: [] });
    expect(stderr).toMatch(/^No strategy is named ["']other["']; there are .*-/);
  });
}

// The strategies of one language are one program, and this is about the program.
await describePeers('file-to-file', beginsAndEnds, {
  except: ['java-transfer-to', 'ruby-copy-stream'],
});

/** A peer made of a shell script. */
const scripted = (script: string): WorkerCommand => ({ file: 'sh', args: ['-c', script] });
const READY = `echo '{"type":"ready","protocol":${PROTOCOL_VERSION},"strategy":"scripted","version":"1.0"}'`;
const order = { route: 'file-to-file', source: '/a', destination: '/b', sizeBytes: 1 } as const;

test('a scripted peer tells its version and answers', async () => {
  const usage = null;
  const report = { elapsedNs: 5, sentNs: null, roundTripNs: 5, usage, systemCalls: null };
  const sample = { type: 'sample', id: 0, report: { ...report, eventLoopDelayMaxNs: null } };
  const worker = await WorkerProcess.start(
    scripted(`${READY}; read -r request; echo '${JSON.stringify(sample)}'; cat`),
  );
  expect(worker.version).toBe('1.0');
  expect(await worker.copy(order)).toMatchObject({ elapsedNs: 5, usage });
  await worker.stop();
});

test.each([
  ['prints garbage', 'echo Picked up OPTIONS', 'E_PROTOCOL', /Picked up OPTIONS/],
  [
    'speaks another version',
    READY.replace(/protocol":\d+/, 'protocol":1'),
    'E_PROTOCOL',
    /version/,
  ],
  ['dies', 'echo no such module >&2; exit 3', 'E_WORKER', /status 3.*no such module/s],
  ['is not there', 'exec /no/such/program', 'E_WORKER', /status 127/],
])('a peer that %s at its start fails with the reason', async (_, script, code, message) => {
  const error: unknown = await WorkerProcess.start(scripted(script)).catch((e: unknown) => e);
  expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
});

test.each([
  ['prints garbage', 'echo garbage; cat', 'E_PROTOCOL', /garbage/],
  [
    'answers another question',
    `echo '{"type":"failure","id":9,"error":{"name":"E","message":"m"}}'; cat`,
    'E_PROTOCOL',
    /request 0/,
  ],
  ['dies', 'echo out of memory >&2; exit 3', 'E_WORKER', /status 3.*out of memory/s],
  ['is killed', 'kill -KILL $$', 'E_WORKER', /SIGKILL/],
])('a peer that %s at a copy fails with the reason', async (_, script, code, message) => {
  const worker = await WorkerProcess.start(scripted(`${READY}; read -r request; ${script}`));
  const error: unknown = await worker.copy(order).catch((e: unknown) => e);
  expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
  await worker.stop();
});

test('a trial tells what a dying peer said', async () => {
  await expect(PeerConversation.start(scripted('echo no memory >&2; exit 1'))).rejects.toThrow(
    'The peer exited with status 1: no memory',
  );
  await expect(PeerConversation.start({ file: '/no/such/program', args: [] })).rejects.toThrow(
    /could not be started: .*ENOENT/,
  );
  await expect(PeerConversation.start(scripted('echo garbage; cat'))).rejects.toThrow(
    /The peer said "garbage"/,
  );
  // The rest of a line that never ends is not waited for.
  const endless = "setInterval(() => process.stdout.write('y'.repeat(65536)), 1)";
  await expect(
    PeerConversation.start({ file: process.execPath, args: ['-e', endless] }),
  ).rejects.toThrow(/The peer said "yyy/);
});

test('a trial of a peer that dies keeps its own process alive until it can tell', async () => {
  const program = `
    const { PeerConversation } = await import('${compiledPath('strategies/shapes/peer-conversation.js')}');
    const dying = { file: 'sh', args: ['-c', 'exec >&-; sleep 0.2; exit 3'] };
    console.log(await PeerConversation.start(dying).catch(({ message }) => message));`;
  const args = ['--input-type=module', '--eval', program];
  const { status, lines } = await run({ file: process.execPath, args }, '');
  expect({ status, lines }).toEqual({
    status: 0,
    lines: ['The peer exited with status 3: no words'],
  });
});

test('a trial passes on the failure of a peer with its fields', async () => {
  const failure = `{"type":"failure","id":0,"error":{"name":"Error","message":"EIO: x","code":"EIO","errno":-5}}`;
  const peer = await PeerConversation.start(
    scripted(`${READY}; read -r request; echo '${failure}'; cat`),
  );
  await expect(peer.ask(order)).rejects.toMatchObject({
    message: 'EIO: x',
    code: 'EIO',
    errno: -5,
  });
  await peer.end();
});

await describePeers('file-to-file', ({ strategy }) => {
  test('is unsupported where its trial fails, and leaves nothing there', async () => {
    const directory = path(`for-${strategy.name}`);
    mkdirSync(directory);
    const probed = await strategy.available({ directory, route: 'socket-to-file', socket: 'tcp' });
    expect(probed).toMatchObject({ available: false, reason: expect.stringContaining('route') });
    expect(readdirSync(directory)).toEqual([]);
  });
});
