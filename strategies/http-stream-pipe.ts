/** What a Node server does unless it thinks about it: `createReadStream().pipe(response)`. */
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { startFileServer, type SendBody } from './http/file-server.js';
import { serverStrategy } from './http/server-strategy.js';

/** The read stream owns the descriptor: it waits for a read in flight before it closes it. */
const send: SendBody = async ({ fd, start, length }, response) => {
  const file = createReadStream('', { fd, start, end: start + length - 1 });
  const closed = new Promise<void>((resolve) => void file.once('close', resolve));
  try {
    await pipeline(file, response);
  } finally {
    await closed;
  }
};

export default serverStrategy({
  name: 'http-stream-pipe',
  label: 'Node, stream pipe',
  summary: 'Node HTTP server: pipeline of createReadStream and the response, default buffers.',
  copiesPerByte: 3,
  runtime: 'javascript',
  serve: (job) => startFileServer(job, send),
});
