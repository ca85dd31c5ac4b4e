/** The read/write loop without JavaScript: what the loop itself costs. */
import { nativeStrategy } from './shapes/native-copier.js';

export default nativeStrategy({
  name: 'native-read-write',
  label: 'native read/write, 256 KiB buffer',
  summary: 'read(2) and write(2) through a page-aligned 256 KiB buffer, as GNU cp does, in C++.',
  copier: 'read-write',
  copiesPerByte: { 'file-to-file': 2, 'file-to-socket': 3, 'socket-to-file': 2 },
  // The best or near best size on eleven processors (coreutils src/ioblksize.h).
  options: { bufferBytes: 256 * 1024 },
});
