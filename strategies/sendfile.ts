/** sendfile(2) between two files, which Linux allows since 2.6.33. */
import { nativeStrategy } from './shapes/native-copier.js';

export default nativeStrategy({
  name: 'sendfile',
  label: 'sendfile',
  summary:
    'sendfile(2) from file to file; the kernel moves 64 KiB at a time through a private pipe.',
  copier: 'sendfile',
  copiesPerByte: 1,
});
