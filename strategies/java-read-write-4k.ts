/** The article's traditional program: two Java streams and a buffer of 4 KiB between them. */
import { peerStrategy } from './shapes/peer.js';

export default peerStrategy({
  name: 'java-read-write-4k',
  label: 'Java streams, 4 KiB',
  summary:
    'FileInputStream and DataOutputStream through a 4 KiB array, in a JVM that is already running.',
  language: 'java',
  copiesPerByte: { 'file-to-file': 4, 'file-to-socket': 5 },
});
