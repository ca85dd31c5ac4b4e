/** The oldest way to copy: read(2) into a buffer, write(2) it out, until the end of the file. */
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { defineStrategy, type CopyJob, type Strategy } from '../strategy.js';

interface ReadWriteShape {
  name: string;
  label: string;
  /** Size of the one user-space buffer, in bytes. */
  bufferBytes: number;
}

/**
 * A strategy that copies with synchronous `fs.readSync` and `fs.writeSync`.
 * The buffer is made and touched once, at the first (untimed) copy of a worker, and then reused.
 */
export function readWriteStrategy({ name, label, bufferBytes }: ReadWriteShape): Strategy {
  let buffer: Buffer | undefined;
  return defineStrategy({
    name,
    label,
    summary: `read(2) and write(2) through a ${bufferBytes / 1024} KiB buffer, synchronously from JavaScript.`,
    class: 'copy',
    routes: ['file-to-file'],
    copiesPerByte: 2,
    runtime: 'javascript',
    copy(job) {
      buffer ??= Buffer.allocUnsafeSlow(bufferBytes).fill(1);
      copyThrough(buffer, job);
    },
  });
}

function copyThrough(buffer: Buffer, job: CopyJob): void {
  const source = openSync(job.source, 'r');
  try {
    const destination = openSync(job.destination, 'wx');
    try {
      for (;;) {
        const filled = readSync(source, buffer);
        if (filled === 0) break;
        for (let done = 0; done < filled;)
          done += writeSync(destination, buffer, done, filled - done);
      }
    } finally {
      closeSync(destination);
    }
  } finally {
    closeSync(source);
  }
}
