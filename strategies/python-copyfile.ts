/** What a Python program calls for copying a file: shutil.copyfile. */
import { peerStrategy } from './shapes/peer.js';

export default peerStrategy({
  name: 'python-copyfile',
  label: 'Python shutil.copyfile',
  summary:
    'shutil.copyfile; Python tries sendfile(2) or, lately, copy_file_range(2), then reads and writes.',
  language: 'python',
  copiesPerByte: { 'file-to-file': 1 },
});
