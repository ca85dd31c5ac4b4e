/** sendfile(2): made for files to sockets; between two files Linux allows it since 2.6.33. */
import { nativeStrategy } from './shapes/native-copier.js';

export default nativeStrategy({
  name: 'sendfile',
  label: 'sendfile',
  summary:
    'sendfile(2) of the whole file; to a socket it hands over pages, to a file it copies 64 KiB at a time.',
  copier: 'sendfile',
  copiesPerByte: { 'file-to-file': 1, 'file-to-socket': 1 },
});
