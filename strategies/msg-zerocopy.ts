/** send(2) with MSG_ZEROCOPY: the kernel lends the pages of the mapped file to the network card, if there is one. */
import { nativeStrategy } from './shapes/native-copier.js';

export default nativeStrategy({
  name: 'msg-zerocopy',
  label: 'mmap + send, MSG_ZEROCOPY',
  summary:
    'send(2) with MSG_ZEROCOPY from a mapping of the source; for a local receiver the kernel copies after all.',
  copier: 'msg-zerocopy',
  // Two where the receiver is on this machine, which is where it is measured; one by design.
  copiesPerByte: { 'file-to-socket': 2 },
});
