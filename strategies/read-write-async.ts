/** The read/write loop as asynchronous JavaScript writes it: every call is a round trip to libuv's thread pool. */
import { open, type FileHandle } from 'node:fs/promises';
import { byRoute, defineStrategy, type FileToFileJob } from './strategy.js';

const BUFFER_BYTES = 64 * 1024;
let buffer: Buffer | undefined;

export default defineStrategy({
  name: 'read-write-async',
  label: 'FileHandle, 64 KiB buffer',
  summary: 'FileHandle.read and FileHandle.write through a 64 KiB buffer, one after the other.',
  class: 'copy',
  routes: ['file-to-file'],
  copiesPerByte: 2,
  runtime: 'javascript',
  copy: byRoute({ 'file-to-file': copyFile }),
});

async function copyFile(job: FileToFileJob): Promise<void> {
  buffer ??= Buffer.allocUnsafeSlow(BUFFER_BYTES).fill(1);
  const source = await open(job.source, 'r');
  try {
    const destination = await open(job.destination, 'wx');
    try {
      await copyThrough(buffer, source, destination);
    } finally {
      await destination.close();
    }
  } finally {
    await source.close();
  }
}

async function copyThrough(
  bytes: Buffer,
  source: FileHandle,
  destination: FileHandle,
): Promise<void> {
  for (;;) {
    const { bytesRead } = await source.read(bytes, 0, bytes.length);
    if (bytesRead === 0) return;
    for (let done = 0; done < bytesRead;) {
      done += (await destination.write(bytes, done, bytesRead - done)).bytesWritten;
    }
  }
}
