/** Ends a conversation in lines in which one never ends: it would fill this process's memory. */
import type { Readable } from 'node:stream';

/** No message of the protocols and no line of a run's files comes near. */
export const LONGEST_LINE_BYTES = 2 ** 20;

/** Calls `refuse` when `stream` is in a line of more than 1 MiB, and with every chunk of it from then on. */
export function refuseEndless(stream: Readable, refuse: () => void): void {
  let unendedBytes = 0;
  stream.on('data', (chunk: Buffer) => {
    const end = chunk.lastIndexOf('\n');
    unendedBytes = end === -1 ? unendedBytes + chunk.length : chunk.length - end - 1;
    if (unendedBytes > LONGEST_LINE_BYTES) refuse();
  });
}
