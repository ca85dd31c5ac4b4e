/** A point of the sweep over pipe sizes: splice(2) through a pipe of 4 KiB. */
import { nativeStrategy } from './shapes/native-copier.js';

export default nativeStrategy({
  name: 'splice-4k',
  label: 'splice, 4 KiB pipe',
  summary: 'splice(2) into a pipe of 4 KiB and out of it, one capacity at a time.',
  copier: 'splice',
  copiesPerByte: 1,
  onlyNamed: true,
  options: { pipeBytes: 4 * 1024 },
});
