/** A worker's connections, to far ends that behave and that do not. */
import { readSync } from 'node:fs';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { loadAddon } from '../../../harness/binding/load.js';
import { readBytes } from '../../../harness/core/stream-bytes.js';
import { Connections } from '../../../harness/measure/connections.js';
import { listenFor, TOKEN, type FarEnd } from '../../fakes/far-ends.js';
import { temporaryFolder } from '../../fakes/folders.js';

const loaded = loadAddon();
const addon = loaded.ok ? loaded.addon : undefined;
const folder = temporaryFolder();
const WELCOME = 'w';

const welcoming = (socket: Socket): void => void socket.write(WELCOME);

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close();
});

async function farEnd(
  serve: (socket: Socket) => void,
  kind: 'tcp' | 'unix' = 'tcp',
): Promise<FarEnd> {
  const end = await listenFor(kind, folder(), serve);
  open.push(end);
  return end;
}

function connections(use: typeof addon): Connections {
  // undefined would ask for the default.
  const made = use ? new Connections(use) : new Connections(null);
  open.push(made);
  return made;
}

const WAYS = [...(addon ? [['natively', addon] as const] : []), ['by Node', undefined] as const];

describe.each(WAYS)('a connection made %s', (_, use) => {
  test.each(['tcp', 'unix'] as const)('brings its token and is kept, over %s', async (kind) => {
    const { endpoint, tokens } = await farEnd((socket) => void socket.write(WELCOME), kind);
    const made = connections(use);
    const first = await made.to(endpoint);
    expect(await made.to(endpoint)).toBe(first);
    expect(tokens).toEqual([TOKEN]);
  });

  test('to another endpoint takes the place of the one before', async () => {
    const [one, other] = [await farEnd(welcoming), await farEnd(welcoming)];
    const made = connections(use);
    const first = await made.to(one.endpoint);
    expect((await made.to(other.endpoint)) === first).toBe(false);
    expect(other.tokens).toEqual([TOKEN]);
  });

  test('says go and hears the acknowledgement by its stream', async () => {
    const { endpoint } = await farEnd((socket) => {
      socket.write(WELCOME);
      socket.on('data', () => socket.write('a'));
    });
    const connection = await connections(use).to(endpoint);
    connection.stream();
    connection.go();
    await connection.acknowledged();
  });

  test('fails where nobody listens, with the system call', async () => {
    const gone = await farEnd(() => undefined);
    open.length = 0;
    await gone.close();
    await expect(connections(use).to(gone.endpoint)).rejects.toMatchObject({
      code: 'ECONNREFUSED',
      syscall: 'connect',
    });
  });

  test('fails where it is not welcome', async () => {
    const { endpoint } = await farEnd((socket) => void socket.destroy());
    await expect(connections(use).to(endpoint)).rejects.toThrow(/reset|closed/);
  });

  test('does not wait for an acknowledgement that never comes', async () => {
    const { endpoint } = await farEnd((socket) => {
      socket.write(WELCOME);
      socket.once('data', () => socket.destroy());
    });
    const connection = await connections(use).to(endpoint);
    const stream = connection.stream();
    stream.write('the last bytes');
    await expect(connection.acknowledged()).rejects.toThrow(/reset|closed/);
  });
});

describe.skipIf(!addon)('a native connection', () => {
  test('has a descriptor that blocks, until somebody asks for its stream', async () => {
    const { endpoint } = await farEnd((socket) => {
      socket.write(WELCOME);
      socket.on('data', (chunk) => socket.write(chunk));
    });
    const connection = await connections(addon).to(endpoint);
    expect(connection.fd).toBeGreaterThan(2);
    const stream = connection.stream();
    expect(connection.stream()).toBe(stream);
    expect(() => connection.fd).toThrow(/is a stream already/);
    stream.write('echo');
    expect((await readBytes(stream, 4)).toString()).toBe('echo');
  });

  test('is left open by its reader until it is closed', async () => {
    const { endpoint } = await farEnd((socket) => void socket.write(`${WELCOME}more`));
    const made = connections(addon);
    const { fd } = await made.to(endpoint);
    expect(readSync(fd, Buffer.alloc(4))).toBeGreaterThan(0);
    made.close();
    expect(() => readSync(fd, Buffer.alloc(1))).toThrow(/EBADF|EISDIR|EAGAIN/);
  });
});

test('without the addon there is no descriptor, and the error says why', async () => {
  const { endpoint } = await farEnd((socket) => void socket.write(WELCOME));
  const connection = await connections(undefined).to(endpoint);
  expect(() => connection.fd).toThrow(/no blocking descriptor: build the addon/);
});
