/** The program everybody has: cp(1), started once for every copy. */
import { pathArguments, programAvailable, runProgram } from './shapes/command.js';
import { versionOfCp } from './shapes/copying-program.js';
import { byRoute, defineStrategy } from './strategy.js';

export default defineStrategy({
  name: 'cp',
  label: 'cp (starts a program)',
  summary:
    'cp(1) as installed; GNU cp clones where it can, else copy_file_range(2), else read/write.',
  class: 'copy',
  routes: ['file-to-file'],
  copiesPerByte: 1,
  runtime: 'command',
  available: () => programAvailable('cp'),
  version: (context) => versionOfCp(context),
  copy: byRoute({ 'file-to-file': (job) => runProgram('cp', pathArguments(job)) }),
});
