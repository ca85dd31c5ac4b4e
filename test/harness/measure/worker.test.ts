/** The compiled worker as a program: what it says, what it ignores, and when it leaves. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { describe, expect, onTestFinished, test } from 'vitest';
import { compiledPath } from '../../../harness/core/package-root.js';
import {
  decode,
  encode,
  PROTOCOL_VERSION,
  responseSchema,
  type CopyRequest,
  type Response,
} from '../../../harness/measure/protocol.js';
import { temporaryFolder, writeRandomFile } from '../../fakes/folders.js';

const path = temporaryFolder();
const source = writeRandomFile(path('source'), 10_000);

function requestTo(name: string, id: number): CopyRequest {
  return {
    type: 'copy',
    id,
    route: 'file-to-file',
    source,
    destination: path(name),
    sizeBytes: 10_000,
  };
}

interface Talk {
  says(): Promise<Response>;
  tell(text: string): void;
  signal(name: NodeJS.Signals): void;
  /** Ends its stdin, and waits until it is gone. */
  leaves(): Promise<{ status: number | null; stderr: string }>;
}

function talkTo(name: string, before: readonly string[] = []): Talk {
  const child = spawn(process.execPath, [
    ...before,
    '--expose-gc',
    compiledPath('harness/measure/worker.js'),
    name,
  ]);
  onTestFinished(() => void child.kill('SIGKILL'));
  let stderr = '';
  let status: number | null = null;
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdin.on('error', () => undefined);
  child.once('exit', (code) => (status = code));
  const gone = once(child, 'close');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    says: async () => decode(responseSchema, String((await lines.next()).value)),
    tell: (text) => void child.stdin.write(text),
    signal: (signal) => void child.kill(signal),
    leaves: async () => {
      child.stdin.end();
      await gone;
      return { status, stderr };
    },
  };
}

describe('the worker', () => {
  test('says that it is ready, copies on request, and leaves when its stdin ends', async () => {
    const worker = talkTo('read-write');
    expect(await worker.says()).toEqual({
      type: 'ready',
      protocol: PROTOCOL_VERSION,
      strategy: 'read-write',
    });
    worker.tell(encode(requestTo('one', 3)));
    expect(await worker.says()).toMatchObject({ type: 'sample', id: 3 });
    expect(readFileSync(path('one')).equals(readFileSync(source))).toBe(true);
    expect(await worker.leaves()).toEqual({ status: 0, stderr: '' });
  });

  test('answers requests that come at once in their order', async () => {
    const worker = talkTo('read-file');
    worker.tell(encode(requestTo('a', 0)) + encode(requestTo('a', 1)) + encode(requestTo('b', 2)));
    const types = [];
    for (let i = 0; i < 4; i++) types.push((await worker.says()).type);
    expect(types).toEqual(['ready', 'sample', 'failure', 'sample']);
    expect((await worker.leaves()).status).toBe(0);
  });

  test('does not mind Ctrl-C', async () => {
    const worker = talkTo('copy-file');
    await worker.says();
    worker.signal('SIGINT');
    worker.tell(encode(requestTo('after-interrupt', 0)));
    expect((await worker.says()).type).toBe('sample');
    expect((await worker.leaves()).status).toBe(0);
  });

  test('keeps what strategies print off the line', async () => {
    // Prints as soon as the worker has put its own console in place.
    const chatter = `data:text/javascript,const first = console;
      const timer = setInterval(() => {
        if (console === first) return;
        clearInterval(timer);
        console.log('chatter');
      }, 1);`;
    const worker = talkTo('stream-pipe', ['--import', chatter]);
    expect((await worker.says()).type).toBe('ready');
    for (let id = 0; id < 5; id++) {
      worker.tell(encode(requestTo(`chatty-${id}`, id)));
      expect(await worker.says()).toMatchObject({ type: 'sample', id });
    }
    expect((await worker.leaves()).stderr).toContain('chatter');
  });

  test.each([
    ['garbage', 'make a copy, please\n'],
    ['another type', '{"type":"move","id":0}\n'],
    ['no size', encode(requestTo('x', 0)).replace('"sizeBytes":10000', '"sizeBytes":null')],
  ])('leaves with E_PROTOCOL at a request of %s', async (_, request) => {
    const worker = talkTo('read-write');
    await worker.says();
    worker.tell(request);
    const { status, stderr } = await worker.leaves();
    expect(status).toBe(1);
    expect(stderr).toContain('E_PROTOCOL');
  });
});
