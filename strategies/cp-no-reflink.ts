/** GNU cp told not to clone: a copy of bytes on every filesystem. */
import { pathArguments } from './shapes/command.js';
import { copyingProgram, versionOfCp } from './shapes/copying-program.js';

export default copyingProgram({
  name: 'cp-no-reflink',
  label: 'cp --reflink=never (starts it)',
  summary:
    'cp(1) of GNU with --reflink=never: read(2) and write(2) through 128 or 256 KiB, never a clone.',
  program: 'cp',
  args: (job) => ['--reflink=never', ...pathArguments(job)],
  copiesPerByte: 2,
  version: (context) => versionOfCp(context, ['--reflink=never']),
});
