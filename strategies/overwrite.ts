/** A limit: writing over a file that is in the page cache already, with no page to be allocated. */
import { nativeStrategy } from './shapes/native-copier.js';

export default nativeStrategy({
  name: 'overwrite',
  label: 'write over a cached file',
  summary: 'write(2) from one touched buffer of 1 MiB over a clean file in the page cache.',
  copier: 'overwrite',
  class: 'bound',
  leaves: 'none',
  limit: 'cached-write',
  copiesPerByte: 1,
});
