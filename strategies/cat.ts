/** The shortest way to write a copy: cat(1) with its output redirected. */
import { copyingProgram } from './shapes/copying-program.js';

export default copyingProgram({
  name: 'cat',
  label: 'cat > (starts sh and cat)',
  summary:
    'sh(1) opens the files and becomes cat(1), which tries copy_file_range(2) since GNU 9.1, else reads and writes.',
  program: 'cat',
  starts: 'sh',
  // -C: an existing destination is an error. The shell becomes cat, so that one process is waited for.
  args: ({ source, destination }) => [
    '-C',
    '-c',
    'exec cat < "$1" > "$2"',
    'sh',
    source,
    destination,
  ],
  copiesPerByte: 1,
});
