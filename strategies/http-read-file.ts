/** The whole file in memory at once, then `response.end(content)`. */
import { read, readFile } from 'node:fs';
import { finished } from 'node:stream/promises';
import { promisify } from 'node:util';
import { HarnessError } from '../harness/core/errors.js';
import { closeFile, startFileServer, type Body, type SendBody } from './http/file-server.js';
import { serverStrategy } from './http/server-strategy.js';

const readWhole = promisify(readFile);
const readPart = promisify(read);

const send: SendBody = async (body, response) => {
  response.end(await contentOf(body));
  await finished(response);
};

async function contentOf({ fd, start, length, sizeBytes }: Body): Promise<Buffer> {
  try {
    const content = length === sizeBytes ? await readWhole(fd) : await slice(fd, start, length);
    if (content.length === length) return content;
    throw new HarnessError(
      'E_SHORT_COPY',
      `The file had ${length} bytes to send and then ${content.length}. Leave fixtures alone while they are served.`,
    );
  } finally {
    await closeFile(fd);
  }
}

async function slice(fd: number, start: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await readPart(fd, buffer, filled, length - filled, start + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

export default serverStrategy({
  name: 'http-read-file',
  label: 'Node, readFile',
  summary: 'Node HTTP server: readFile of everything, then response.end of everything.',
  copiesPerByte: 3,
  runtime: 'javascript',
  // kIoMaxLength of Node's lib/internal/fs/utils.js: readFile refuses files above 2 GiB - 1.
  largestBytes: 2 ** 31 - 1,
  serve: (job) => startFileServer(job, send),
});
