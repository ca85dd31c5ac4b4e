/** A clone: the new file points at the same extents and no data moves. */
import { nativeStrategy } from './shapes/native-copier.js';

export default nativeStrategy({
  name: 'reflink',
  label: 'reflink (FICLONE)',
  summary: 'ioctl(FICLONE): the destination shares the extents of the source; no data moves.',
  copier: 'reflink',
  class: 'clone',
  copiesPerByte: 0,
});
