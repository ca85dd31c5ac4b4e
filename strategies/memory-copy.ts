/** A ceiling: the same bytes from memory to memory, with no file written at all. */
import { nativeStrategy } from './shapes/native-copier.js';

export default nativeStrategy({
  name: 'memory-copy',
  label: 'memcpy of the same bytes',
  summary:
    'memcpy(3) from the mapped source into touched memory: what moving the bytes once costs.',
  copier: 'memory-copy',
  class: 'bound',
  leaves: 'none',
  limit: 'memory',
  readsAhead: true,
  copiesPerByte: 1,
});
