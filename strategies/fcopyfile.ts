/** What macOS offers for copying bytes between two open files; not a system call but a loop in its library. */
import { nativeStrategy } from './shapes/native-copier.js';

export default nativeStrategy({
  name: 'fcopyfile',
  label: 'fcopyfile (macOS)',
  summary: 'fcopyfile(3) with COPYFILE_DATA, which reads and writes inside the C library of macOS.',
  copier: 'fcopyfile',
  copiesPerByte: 2,
});
