/** The default reference: a synchronous read/write loop with a 64 KiB buffer. */
import { readWriteStrategy } from './shapes/read-write-loop.js';

export default readWriteStrategy({
  name: 'read-write',
  label: 'read/write, 64 KiB buffer',
  bufferBytes: 64 * 1024,
});
