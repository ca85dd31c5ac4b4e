/** A floor for programs: starting one that does nothing. */
import { programAvailable, runProgram } from './shapes/command.js';
import { defineStrategy } from './strategy.js';

export default defineStrategy({
  name: 'spawn-floor',
  label: 'true (starts a program)',
  summary: 'Starts true(1) and waits for it: the part of a cp row that is the start of a process.',
  class: 'bound',
  routes: ['file-to-file'],
  copiesPerByte: 0,
  runtime: 'command',
  leaves: 'none',
  available: () => programAvailable('true'),
  copy: () => runProgram('true', []),
});
