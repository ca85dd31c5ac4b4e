/** A point of the sweep over buffer sizes: the native read/write loop through 64 KiB. */
import { nativeStrategy } from './shapes/native-copier.js';

export default nativeStrategy({
  name: 'native-read-write-64k',
  label: 'native read/write, 64 KiB buffer',
  summary: 'read(2) and write(2) through a page-aligned 64 KiB buffer, in C++.',
  copier: 'read-write',
  copiesPerByte: 2,
  onlyNamed: true,
  options: { bufferBytes: 64 * 1024 },
});
