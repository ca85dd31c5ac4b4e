import { defineSuite } from './suite.js';

export default defineSuite({
  name: 'gate',
  summary:
    'What a gate compares: eight ways from file to file, in cache and beyond it, and the ceiling of memory.',
  sizes: ['7MB', '200MB'],
  scenarios: [
    {
      route: 'file-to-file',
      strategies: [
        'read-write',
        'read-write-1m',
        'native-read-write',
        'stream-pipe',
        'copy-file',
        'sendfile',
        'splice',
        'mmap-write',
        'memory-copy',
      ],
      reference: 'read-write',
      comparisons: [],
    },
  ],
  explains: false,
  // Fewer than 12 rounds cannot pass Holm's correction over this many cells. What 80 leave open is measured longer,
  // alone; docs/gate.md.
  rounds: { min: 12, max: 80 },
});
