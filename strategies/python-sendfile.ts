/** What a Python program calls for sending a file: socket.sendfile. */
import { peerStrategy } from './shapes/peer.js';

export default peerStrategy({
  name: 'python-sendfile',
  label: 'Python socket.sendfile',
  summary: 'socket.sendfile; Python calls sendfile(2) until the file ends, or sends what it reads.',
  language: 'python',
  copiesPerByte: { 'file-to-socket': 1 },
});
