/** The addon in several threads of one process, some of which end while it works for them. */
import { spawnSync } from 'node:child_process';
import { beforeAll, expect, test } from 'vitest';
import { ADDON_PATH, describeNative, temporaryFolder, writeRandomFile } from './native-room.js';

const SIZE_BYTES = 5_000_000;

/** Begins work in a worker thread, as the first word says, and tells when it is under way. */
const IN_WORKER = `
  const { parentPort, workerData: [work, path, source, destination] } = require('node:worker_threads');
  const { existsSync, openSync, rmSync } = require('node:fs');
  const addon = require(path);
  const quiet = () => undefined;
  const copy = (copier, to) => addon.copy({ route: 'file-to-file', copier, source, destination: to });
  const connected = async () => {
    const { fd, address } = await addon.listenSocket({ kind: 'tcp' });
    return Promise.all([addon.connectSocket(address), addon.acceptSocket(fd, 5000)]);
  };
  const works = {
    nothing: async () => undefined,
    copies: async () => {
      for (let i = 0; i < 20; i++) {
        const { movedBytes } = await copy(['splice', 'read-write', 'mmap-write', 'memory-copy'][i % 4], destination);
        if (movedBytes !== ${SIZE_BYTES}) throw new Error('moved ' + movedBytes);
        rmSync(destination, { force: true });
      }
    },
    'endless copies': async () => {
      const again = (n) => copy('splice', destination + n).then(() => again(n + 4));
      for (const n of [0, 1, 2, 3]) again(n).catch(quiet);
    },
    'beginning copies': async () => {
      parentPort.postMessage('under way');
      for (;;) copy('splice', '/nowhere/at/all').catch(quiet);
    },
    'waiting for a peer': async () => {
      const [near] = await connected();
      addon.drainSocket(near.fd, 10, null, 60000).catch(quiet);
      addon.copy({ route: 'socket-to-file', copier: 'splice', socket: near.fd, sizeBytes: 9, destination }).catch(quiet);
    },
    'sending to a slow client': async () => {
      const { createServer, connect } = require('node:net');
      const server = createServer((socket) => {
        const file = openSync(source, 'r');
        addon.sendToSocket(socket._handle.fd, file, 0, ${SIZE_BYTES}, 'splice', 60000).done.catch(quiet);
        addon.sendToSocket(socket._handle.fd, file, 0, ${SIZE_BYTES}, 'sendfile', 60000).done.catch(quiet);
      }).listen(0, '127.0.0.1', () => connect(server.address().port).pause());
    },
    'a program': async () => void addon.spawn('sleep', ['1']).catch(quiet),
  };
  works[work]().then(() => parentPort.postMessage('under way'));`;

/** Runs what follows in a process whose main thread can start workers. */
const MAIN = `
  const { Worker } = require('node:worker_threads');
  const [path, source, destination, ...rest] = process.argv.slice(1);
  const start = (work, n = 0) => new Promise((resolve, reject) => {
    const worker = new Worker(${JSON.stringify(IN_WORKER)}, { eval: true, workerData: [work, path, source, destination + '-' + n + '-'] });
    worker.ended = new Promise((end) => worker.once('exit', end));
    worker.once('message', () => resolve(worker)).once('error', reject);
  });
  const ended = (worker) => worker.ended;
  const delay = (ms) => new Promise((resolve) => setTimeout(resolve, ms));`;

describeNative('worker threads', () => {
  const path = temporaryFolder();
  const source = path('source');
  beforeAll(() => {
    writeRandomFile(source, SIZE_BYTES);
  });

  const inProcess = (script: string, ...words: string[]) => {
    const whole = `${MAIN}\n(async () => {${script}})();`;
    const args = ['-e', whole, ADDON_PATH, source, path('destination'), ...words];
    const { status, signal, stdout, stderr } = spawnSync(process.execPath, args, {
      encoding: 'utf8',
      timeout: 20_000,
      // What malloc(3) of glibc gives is filled with this: memory that was never set is not zero by luck.
      env: { ...process.env, MALLOC_PERTURB_: '65' },
    });
    return { status, signal, stdout: stdout.trim(), stderr };
  };
  const passed = { status: 0, signal: null, stdout: 'done', stderr: '' };

  test('copy side by side, and with the main thread', () => {
    const script = `
      const addon = require(path);
      const own = addon.copy({ route: 'file-to-file', copier: 'sendfile', source, destination });
      const workers = await Promise.all([0, 1, 2].map((n) => start('copies', n)));
      await Promise.all([own, ...workers.map(ended)]);
      console.log('done');`;
    expect(inProcess(script)).toEqual(passed);
  });

  test('that end leave the sockets of the others alone', () => {
    const script = `
      const addon = require(path);
      const { fd, address } = await addon.listenSocket({ kind: 'tcp' });
      const [near, far] = await Promise.all([addon.connectSocket(address), addon.acceptSocket(fd, 5000)]);
      const draining = addon.drainSocket(near.fd, 1, null, 10000);
      for (const work of ['nothing', 'copies']) await ended(await start(work));
      const request = { route: 'file-to-socket', copier: 'splice', source: rest[0], sizeBytes: 1 };
      await Promise.all([addon.copy({ ...request, socket: far.fd }), draining]);
      console.log('done');`;
    expect(inProcess(script, writeRandomFile(path('small'), 1))).toEqual(passed);
  });

  test('can be ended in the middle of a call that begins a copy', () => {
    const script = `
      for (let i = 0; i < 24; i++) {
        const worker = await start('beginning copies', i);
        await delay(1);
        await worker.terminate();
      }
      console.log('done');`;
    expect(inProcess(script)).toEqual(passed);
  });

  test.each(['endless copies', 'waiting for a peer', 'sending to a slow client', 'a program'])(
    'can be ended in the middle of %s',
    (work) => {
      const script = `
      for (let i = 0; i < 5; i++) {
        const worker = await start(rest[0], i);
        await delay(20 * i);
        await worker.terminate();
      }
      const { movedBytes } = await require(path).copy({ route: 'file-to-file', copier: 'splice', source, destination: destination + rest[0] });
      if (movedBytes === ${SIZE_BYTES}) console.log('done');`;
      expect(inProcess(script, work)).toEqual(passed);
    },
  );
});
