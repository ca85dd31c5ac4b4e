/** Read/write with a look in C++: what the two ways with splice are to be held against. */
import { nativeStrategy } from './shapes/native-copier.js';

export default nativeStrategy({
  name: 'native-read-write-crc32c',
  label: 'native read/write + CRC32C',
  summary:
    'read(2) and write(2) through a 256 KiB buffer in C++, and in between its CRC32C by CPU instruction.',
  copier: 'read-write-crc32c',
  copiesPerByte: 2,
  options: { bufferBytes: 256 * 1024 },
  checks: { algorithm: 'crc32c', twin: 'native-read-write' },
});
