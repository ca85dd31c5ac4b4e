/** A point of the sweep over buffer sizes: the native read/write loop through 4 MiB. */
import { nativeStrategy } from './shapes/native-copier.js';

export default nativeStrategy({
  name: 'native-read-write-4m',
  label: 'native read/write, 4 MiB buffer',
  summary: 'read(2) and write(2) through a page-aligned 4 MiB buffer, in C++.',
  copier: 'read-write',
  copiesPerByte: 2,
  onlyNamed: true,
  options: { bufferBytes: 4096 * 1024 },
});
