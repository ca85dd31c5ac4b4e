/** The blog post's algorithm: splice(2) in and out of a pipe of the default capacity. */
import { nativeStrategy } from './shapes/native-copier.js';

export default nativeStrategy({
  name: 'splice-64k',
  label: 'splice, 64 KiB pipe',
  summary: 'splice(2) into a pipe of the default capacity and out of it, one capacity at a time.',
  copier: 'splice',
  copiesPerByte: { 'file-to-file': 1, 'file-to-socket': 1, 'socket-to-file': 1 },
  // Default pipe capacity: 16 pages of 4 KiB (pipe(7)).
  options: { pipeBytes: 64 * 1024 },
});
