/** The program for trees and networks: rsync(1), on one file and this machine. */
import { pathArguments } from './shapes/command.js';
import { copyingProgram } from './shapes/copying-program.js';

export default copyingProgram({
  name: 'rsync',
  label: 'rsync (starts a program)',
  summary:
    'rsync(1) with --whole-file --inplace: one process reads, another writes, with a socket between them and a checksum over all.',
  program: 'rsync',
  args: (job) => ['--whole-file', '--inplace', ...pathArguments(job)],
  copiesPerByte: 4,
});
