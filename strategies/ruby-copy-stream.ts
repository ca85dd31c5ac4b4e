/** What a Ruby program calls for copying: IO.copy_stream. */
import { peerStrategy } from './shapes/peer.js';

export default peerStrategy({
  name: 'ruby-copy-stream',
  label: 'Ruby IO.copy_stream',
  summary:
    'IO.copy_stream; Ruby tries copy_file_range(2) to files and sendfile(2) to sockets, then reads and writes.',
  language: 'ruby',
  copiesPerByte: { 'file-to-file': 1, 'file-to-socket': 1 },
});
