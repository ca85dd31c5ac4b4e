/** The published test's buffer: its classic side copied through 4 KiB at a time. */
import { readWriteStrategy } from './shapes/read-write-loop.js';

export default readWriteStrategy({
  name: 'read-write-4k',
  label: 'read/write, 4 KiB buffer',
  bufferBytes: 4 * 1024,
});
