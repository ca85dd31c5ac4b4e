/** Node's streams: a read stream piped into a write stream. */
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { defineStrategy, type Strategy } from '../strategy.js';

interface StreamShape {
  name: string;
  label: string;
  summary: string;
  /** Bytes buffered on each side; absent: what Node chooses. */
  highWaterMark?: number;
}

/** A strategy that copies with `pipeline(createReadStream, createWriteStream)`. */
export function streamStrategy({ highWaterMark, ...words }: StreamShape): Strategy {
  const buffering = highWaterMark === undefined ? {} : { highWaterMark };
  return defineStrategy({
    ...words,
    class: 'copy',
    routes: ['file-to-file'],
    copiesPerByte: 2,
    runtime: 'javascript',
    copy: (job) =>
      pipeline(
        createReadStream(job.source, buffering),
        createWriteStream(job.destination, { flags: 'wx', ...buffering }),
      ),
  });
}
