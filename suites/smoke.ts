import { defineSuite, PUBLISHED } from './suite.js';

export default defineSuite({
  name: 'smoke',
  summary: 'Seconds, not minutes: does everything work here? Its numbers are real but few.',
  route: 'file-to-file',
  sizes: ['1MB', '7MB'],
  strategies: [
    'read-write',
    'read-write-4k',
    'stream-pipe',
    'copy-file',
    'splice',
    'cp',
    'nothing',
  ],
  reference: 'read-write',
  comparisons: [PUBLISHED],
  rounds: { min: 6, max: 10 },
});
