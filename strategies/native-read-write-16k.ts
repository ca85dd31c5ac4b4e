/** A point of the sweep over buffer sizes: the native read/write loop through 16 KiB. */
import { nativeStrategy } from './shapes/native-copier.js';

export default nativeStrategy({
  name: 'native-read-write-16k',
  label: 'native read/write, 16 KiB buffer',
  summary: 'read(2) and write(2) through a page-aligned 16 KiB buffer, in C++.',
  copier: 'read-write',
  copiesPerByte: 2,
  onlyNamed: true,
  options: { bufferBytes: 16 * 1024 },
});
