/** The read/write loop with a buffer large enough that system calls hardly count. */
import { readWriteStrategy } from './shapes/read-write-loop.js';

export default readWriteStrategy({
  name: 'read-write-1m',
  label: 'read/write, 1 MiB buffer',
  bufferBytes: 1024 * 1024,
});
