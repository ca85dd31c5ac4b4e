/** A point of the sweep over buffer sizes: the native read/write loop through 8 MiB. */
import { nativeStrategy } from './shapes/native-copier.js';

export default nativeStrategy({
  name: 'native-read-write-8m',
  label: 'native read/write, 8 MiB buffer',
  summary: 'read(2) and write(2) through a page-aligned 8 MiB buffer, in C++.',
  copier: 'read-write',
  copiesPerByte: 2,
  onlyNamed: true,
  options: { bufferBytes: 8192 * 1024 },
});
