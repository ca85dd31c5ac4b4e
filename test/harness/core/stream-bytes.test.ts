/** Exact amounts of bytes over streams that stay open. */
import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { exactly, readBytes, written } from '../../../harness/core/stream-bytes.js';

async function collect(chunks: AsyncIterable<Buffer>): Promise<string> {
  const found: Buffer[] = [];
  for await (const chunk of chunks) found.push(chunk);
  return Buffer.concat(found).toString();
}

describe('taking exactly so many bytes', () => {
  it('stops there and leaves the stream open for the next ones', async () => {
    const stream = new PassThrough();
    stream.write('first');
    expect(await collect(exactly(stream, 5))).toBe('first');
    expect(stream.destroyed).toBe(false);
    stream.write('next');
    expect(await collect(exactly(stream, 4))).toBe('next');
  });

  it('waits for bytes that come in pieces', async () => {
    const stream = new PassThrough();
    const collected = collect(exactly(stream, 6));
    for (const piece of ['ab', 'cd', 'ef']) {
      await sleep(2);
      stream.write(piece);
    }
    expect(await collected).toBe('abcdef');
  });

  it('takes nothing of nothing', async () => {
    expect(await collect(exactly(new PassThrough(), 0))).toBe('');
  });

  it('fails when the stream ends before', async () => {
    const stream = new PassThrough();
    stream.end('short');
    await expect(collect(exactly(stream, 6))).rejects.toMatchObject({ code: 'E_SHORT_COPY' });
  });

  it('fails when more comes than was to come', async () => {
    const stream = new PassThrough();
    stream.write('too long');
    await expect(collect(exactly(stream, 3))).rejects.toMatchObject({ code: 'E_WRONG_BYTES' });
  });

  it('passes on what broke the stream', async () => {
    const stream = new PassThrough();
    stream.on('error', () => undefined);
    const collected = collect(exactly(stream, 6));
    stream.destroy(new Error('unplugged'));
    await expect(collected).rejects.toThrow('unplugged');
  });

  it('leaves no listeners behind', async () => {
    const stream = new PassThrough();
    for (let i = 0; i < 30; i++) {
      const collected = collect(exactly(stream, 4));
      stream.write('more');
      await collected;
    }
    expect(stream.listenerCount('readable') + stream.listenerCount('close')).toBe(0);
  });
});

describe('reading a message of known length', () => {
  it('leaves what comes after it', async () => {
    const stream = new PassThrough();
    stream.write('abcd');
    expect((await readBytes(stream, 1)).toString()).toBe('a');
    expect((await readBytes(stream, 3)).toString()).toBe('bcd');
  });

  it('waits for one that is larger than what the stream holds at a time', async () => {
    const stream = new PassThrough({ highWaterMark: 16 });
    const read = readBytes(stream, 100);
    for (let i = 0; i < 10; i++) {
      await sleep(1);
      stream.write('0123456789');
    }
    expect((await read).length).toBe(100);
  });

  it('fails when the stream ends within it', async () => {
    const stream = new PassThrough();
    stream.end('ab');
    await expect(readBytes(stream, 3)).rejects.toMatchObject({ code: 'E_SHORT_COPY' });
  });
});

it('writes resolve when everything was taken, and reject when the stream is gone', async () => {
  const stream = new PassThrough();
  await written(stream, Buffer.from('bytes'));
  stream.on('error', () => undefined).destroy();
  await expect(written(stream, Buffer.from('late'))).rejects.toThrow();
});
