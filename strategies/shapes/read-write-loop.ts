/** The oldest way to copy: read(2) into a buffer, write(2) it out, until the end. */
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { loadAddon } from '../../harness/binding/load.js';
import { HarnessError } from '../../harness/core/errors.js';
import {
  byRoute,
  defineStrategy,
  type Availability,
  type ProbeContext,
  type Strategy,
} from '../strategy.js';

interface ReadWriteShape {
  name: string;
  label: string;
  /** Size of the one user-space buffer, in bytes. */
  bufferBytes: number;
}

/**
 * A strategy that copies with synchronous `fs.readSync` and `fs.writeSync`, on sockets too: there they block.
 * The buffer is made and touched once, at the first (untimed) copy of a worker, and then reused.
 */
export function readWriteStrategy({ name, label, bufferBytes }: ReadWriteShape): Strategy {
  let made: Buffer | undefined;
  const buffer = (): Buffer => (made ??= Buffer.allocUnsafeSlow(bufferBytes).fill(1));
  return defineStrategy({
    name,
    label,
    summary: `read(2) and write(2) through a ${bufferBytes / 1024} KiB buffer, synchronously from JavaScript.`,
    class: 'copy',
    routes: ['file-to-file', 'file-to-socket', 'socket-to-file'],
    copiesPerByte: { 'file-to-file': 2, 'file-to-socket': 3, 'socket-to-file': 2 },
    runtime: 'javascript',
    inPlace: true,
    available: blockingDescriptor,
    copy: byRoute({
      'file-to-file': ({ source, destination, existing }) =>
        withFile(source, 'r', (from) =>
          withFile(destination, existing ? 'r+' : 'wx', (to) => void pump(buffer(), from, to)),
        ),
      'file-to-socket': ({ source, connection, sizeBytes }) =>
        withFile(source, 'r', (from) => pumpExactly(buffer(), from, connection.fd, sizeBytes)),
      'socket-to-file': ({ connection, destination, sizeBytes }) =>
        withFile(destination, 'wx', (to) => pumpExactly(buffer(), connection.fd, to, sizeBytes)),
    }),
  });
}

/** JavaScript has no blocking descriptor of a socket of its own. */
async function blockingDescriptor({ route }: ProbeContext): Promise<Availability> {
  const loaded = loadAddon();
  if (route === 'file-to-file' || loaded.ok) return { available: true };
  return { available: false, reason: `a blocking socket takes the addon: ${loaded.reason}` };
}

/** Opens, works, closes. */
export function withFile(path: string, flags: string, work: (fd: number) => void): void {
  const fd = openSync(path, flags);
  try {
    work(fd);
  } finally {
    closeSync(fd);
  }
}

interface Pumping {
  limitBytes?: number;
  /** Sees every byte between its reading and its writing. */
  look?: (bytes: Buffer) => void;
}

/** Moves bytes until the end of `from`, or until `limitBytes`; returns how many. */
export function pump(
  buffer: Buffer,
  from: number,
  to: number,
  { limitBytes = Infinity, look }: Pumping = {},
): number {
  let moved = 0;
  while (moved < limitBytes) {
    const filled = readSync(from, buffer, 0, Math.min(buffer.length, limitBytes - moved), null);
    if (filled === 0) break;
    look?.(buffer.subarray(0, filled));
    for (let done = 0; done < filled;) done += writeSync(to, buffer, done, filled - done);
    moved += filled;
  }
  return moved;
}

/** A socket has no end of file between two jobs: only the count tells where one is over. */
function pumpExactly(buffer: Buffer, from: number, to: number, sizeBytes: number): void {
  const moved = pump(buffer, from, to, { limitBytes: sizeBytes });
  if (moved === sizeBytes) return;
  throw new HarnessError('E_SHORT_COPY', `The source ended after ${moved} of ${sizeBytes} bytes.`);
}
