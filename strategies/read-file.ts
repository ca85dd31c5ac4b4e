/** The whole file in memory at once: what a short script does. */
import { readFile, writeFile } from 'node:fs/promises';
import { written } from '../harness/core/stream-bytes.js';
import { byRoute, defineStrategy } from './strategy.js';

export default defineStrategy({
  name: 'read-file',
  label: 'readFile, then write all',
  summary:
    'fs.promises.readFile of everything, then fs.promises.writeFile or one write to the socket of everything.',
  class: 'copy',
  routes: ['file-to-file', 'file-to-socket'],
  copiesPerByte: { 'file-to-file': 2, 'file-to-socket': 3 },
  runtime: 'javascript',
  // kIoMaxLength of Node's lib/internal/fs/utils.js: readFile refuses files above 2 GiB - 1.
  largestBytes: 2 ** 31 - 1,
  copy: byRoute({
    'file-to-file': async ({ source, destination }) =>
      writeFile(destination, await readFile(source), { flag: 'wx' }),
    'file-to-socket': async ({ source, connection }) =>
      written(connection.stream(), await readFile(source)),
  }),
});
