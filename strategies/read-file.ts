/** The whole file in memory at once: what a short script does. */
import { readFile, writeFile } from 'node:fs/promises';
import { defineStrategy } from './strategy.js';

export default defineStrategy({
  name: 'read-file',
  label: 'readFile, writeFile',
  summary: 'fs.promises.readFile of everything, then fs.promises.writeFile of everything.',
  class: 'copy',
  routes: ['file-to-file'],
  copiesPerByte: 2,
  runtime: 'javascript',
  // kIoMaxLength of Node's lib/internal/fs/utils.js: readFile refuses files above 2 GiB - 1.
  largestBytes: 2 ** 31 - 1,
  async copy(job) {
    await writeFile(job.destination, await readFile(job.source), { flag: 'wx' });
  },
});
