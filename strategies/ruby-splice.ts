/** The blog post's program: splice(2) from Ruby, with a pipe as a ring buffer. */
import { peerStrategy } from './shapes/peer.js';

export default peerStrategy({
  name: 'ruby-splice',
  label: 'Ruby splice',
  summary: 'splice(2) into a pipe and out of it from Ruby, one default pipe capacity each time.',
  language: 'ruby',
  copiesPerByte: { 'file-to-file': 1, 'file-to-socket': 1 },
});
