/** write(2) straight from a mapping of the source: one copy, no user buffer. */
import { nativeStrategy } from './shapes/native-copier.js';

export default nativeStrategy({
  name: 'mmap-write',
  label: 'mmap + write, 1 MiB windows',
  summary:
    'mmap(2) of the source with MAP_POPULATE and write(2) from the mapping, window by window.',
  copier: 'mmap-write',
  copiesPerByte: { 'file-to-file': 1, 'file-to-socket': 2 },
  options: { windowBytes: 1024 * 1024 },
});
