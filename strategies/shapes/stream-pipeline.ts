/** Node's streams: one piped into another. */
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { exactly, written } from '../../harness/core/stream-bytes.js';
import { byRoute, defineStrategy, type FileToSocketJob, type Strategy } from '../strategy.js';

interface StreamShape {
  name: string;
  label: string;
  summary: string;
  /** Bytes buffered on each side; absent: what Node chooses. */
  highWaterMark?: number;
}

/** A strategy that copies with `pipeline`: from a read stream, into a write stream, on sockets with the socket. */
export function streamStrategy({ highWaterMark, ...words }: StreamShape): Strategy {
  const buffering = highWaterMark === undefined ? {} : { highWaterMark };
  return defineStrategy({
    ...words,
    class: 'copy',
    routes: ['file-to-file', 'file-to-socket', 'socket-to-file'],
    copiesPerByte: { 'file-to-file': 2, 'file-to-socket': 3, 'socket-to-file': 2 },
    runtime: 'javascript',
    inPlace: true,
    copy: byRoute({
      'file-to-file': ({ source, destination, existing }) =>
        pipeline(
          createReadStream(source, buffering),
          createWriteStream(destination, { flags: existing ? 'r+' : 'wx', ...buffering }),
        ),
      'file-to-socket': (job) => send(job, buffering),
      'socket-to-file': ({ connection, destination, sizeBytes }) =>
        pipeline(
          exactly(connection.stream(), sizeBytes),
          createWriteStream(destination, { flags: 'wx', ...buffering }),
        ),
    }),
  });
}

async function send(
  { source, connection }: FileToSocketJob,
  buffering: { highWaterMark?: number },
): Promise<void> {
  const stream = connection.stream();
  await pipeline(createReadStream(source, buffering), stream, { end: false });
  // The pipeline is done when the file is read; its last chunks may still wait for the system to take them.
  if (stream.writableLength > 0) await written(stream, Buffer.alloc(0));
}
