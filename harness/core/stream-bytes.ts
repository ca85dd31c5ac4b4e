/** Exact amounts of bytes from and to a socket that stays open: where a message ends, its stream does not. */
import type { Duplex } from 'node:stream';
import { HarnessError } from './errors.js';

/**
 * Yields `sizeBytes` of what `stream` receives, chunk by chunk as they come, and leaves it open. The other side
 * must send no more than that before it is answered.
 *
 * @throws HarnessError `E_SHORT_COPY` when the stream ends before
 */
export async function* exactly(stream: Duplex, sizeBytes: number): AsyncGenerator<Buffer> {
  let left = sizeBytes;
  while (left > 0) {
    const chunk = await nextChunk(stream);
    left -= chunk.length;
    if (left < 0) throw tooMany(sizeBytes, sizeBytes - left);
    yield chunk;
  }
}

/**
 * Reads `bytes` from a stream in paused mode.
 *
 * @throws HarnessError `E_SHORT_COPY` when the stream ends before; the stream's own error when it breaks
 */
export async function readBytes(stream: Duplex, bytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for (let left = bytes; left > 0;) {
    // Asked for more than it holds, a stream says at once, and again and again, that it can be read.
    const held = Math.min(left, stream.readableLength);
    const chunk: unknown = held > 0 ? stream.read(held) : null;
    if (Buffer.isBuffer(chunk)) {
      chunks.push(chunk);
      left -= chunk.length;
    } else {
      await changed(stream);
    }
  }
  return Buffer.concat(chunks);
}

/** Writes `bytes` and resolves when the system has taken them all. */
export function written(stream: Duplex, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}

async function nextChunk(stream: Duplex): Promise<Buffer> {
  for (;;) {
    const chunk: unknown = stream.read();
    if (Buffer.isBuffer(chunk)) return chunk;
    await changed(stream);
  }
}

/** Resolves when there may be more to read; rejects when there never will be. */
function changed(stream: Duplex): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      for (const event of EVENTS) stream.off(event, look);
      if (stream.errored) reject(stream.errored);
      else if (stream.readableEnded || stream.destroyed) reject(ended());
      else resolve();
    };
    if (stream.errored || stream.readableEnded || stream.destroyed) look();
    else for (const event of EVENTS) stream.on(event, look);
  });
}

const EVENTS = ['readable', 'end', 'error', 'close'] as const;

function ended(): HarnessError {
  return new HarnessError(
    'E_SHORT_COPY',
    'The other side closed the connection before every byte had arrived.',
  );
}

function tooMany(expected: number, received: number): HarnessError {
  return new HarnessError(
    'E_WRONG_BYTES',
    `The other side sent ${received} bytes where ${expected} were expected.`,
  );
}
