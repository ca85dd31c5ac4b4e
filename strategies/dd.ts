/** The program for blocks: dd(1) with blocks of 1 MiB. */
import { copyingProgram } from './shapes/copying-program.js';

export default copyingProgram({
  name: 'dd',
  label: 'dd bs=1M (starts a program)',
  summary: 'dd(1) with bs=1M: read(2) and write(2) through a 1 MiB buffer.',
  program: 'dd',
  args: ({ source, destination }) => [
    `if=${source}`,
    `of=${destination}`,
    'bs=1M',
    'conv=excl',
    'status=none',
  ],
  copiesPerByte: 2,
});
