import { defineSuite } from './suite.js';

export default defineSuite({
  name: 'first-touch',
  summary:
    'The same copies into memory that the host of a virtual machine backs, and into memory that they touch first.',
  sizes: ['64MB', '200MB'],
  scenarios: [
    {
      route: 'file-to-file',
      strategies: [
        'read-write',
        'native-read-write',
        'native-read-write-4m',
        'copy-file-range',
        'splice',
        'mmap-write',
        'memory-copy',
      ],
      reference: 'read-write',
      comparisons: [],
      memories: ['backed', 'first-touch'],
    },
  ],
});
