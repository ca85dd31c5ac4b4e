/** Zero-copy with a look on the way: tee(2) refers a second pipe to the same pages. */
import { nativeStrategy } from './shapes/native-copier.js';

export default nativeStrategy({
  name: 'splice-tee-digest',
  label: 'splice with tee, CRC32C',
  summary:
    'splice(2) through a 1 MiB pipe, tee(2) into a second one that is read through 256 KiB for its CRC32C.',
  copier: 'splice-tee-digest',
  // One by splice, one by reading the second pipe.
  copiesPerByte: 2,
  options: { pipeBytes: 1024 * 1024, bufferBytes: 256 * 1024 },
  checks: { algorithm: 'crc32c', twin: 'splice' },
});
