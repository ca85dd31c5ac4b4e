/** Zero-copy first, and a look afterwards: what a program does that cannot see the bytes on their way. */
import { nativeStrategy } from './shapes/native-copier.js';

export default nativeStrategy({
  name: 'splice-then-digest',
  label: 'splice, read again, CRC32C',
  summary:
    'splice(2) through a 1 MiB pipe, then read(2) of the new file through 256 KiB for its CRC32C.',
  copier: 'splice-then-digest',
  // One by splice, one by reading again.
  copiesPerByte: 2,
  options: { pipeBytes: 1024 * 1024, bufferBytes: 256 * 1024 },
  checks: { algorithm: 'crc32c', twin: 'splice' },
});
