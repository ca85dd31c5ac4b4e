/** The article's zero-copy program: Java's FileChannel.transferTo. */
import { peerStrategy } from './shapes/peer.js';

export default peerStrategy({
  name: 'java-transfer-to',
  label: 'Java transferTo',
  summary:
    'FileChannel.transferTo in a JVM that is already running; sendfile(2), or copy_file_range(2) to files.',
  language: 'java',
  copiesPerByte: { 'file-to-file': 1, 'file-to-socket': 1 },
});
