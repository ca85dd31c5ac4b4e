/** What Node offers for copying a file: libuv picks the system call, and does not tell which. */
import { constants, promises } from 'node:fs';
import { byRoute, defineStrategy } from './strategy.js';

export default defineStrategy({
  name: 'copy-file',
  label: 'fs.copyFile (libuv picks the call)',
  summary:
    'fs.promises.copyFile; libuv tries copy_file_range(2), then sendfile(2), then a small read/write loop.',
  class: 'copy',
  routes: ['file-to-file'],
  copiesPerByte: 1,
  runtime: 'javascript',
  copy: byRoute({
    'file-to-file': ({ source, destination }) =>
      promises.copyFile(source, destination, constants.COPYFILE_EXCL),
  }),
});
