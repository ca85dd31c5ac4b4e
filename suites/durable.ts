import { defineSuite } from './suite.js';

export default defineSuite({
  name: 'durable',
  summary:
    'Copies that are on the disk when the clock stops: new, replacing an old file, and in place.',
  sizes: ['1MB', '64MB'],
  scenarios: [
    {
      route: 'file-to-file',
      strategies: [
        'read-write',
        'read-write-1m',
        'native-read-write',
        'stream-pipe',
        'copy-file',
        'copy-file-range',
        'splice',
        'mmap-write',
        'cp',
        'disk-write',
        'overwrite',
      ],
      reference: 'read-write',
      comparisons: [],
      durabilities: ['fdatasync'],
      destinations: ['new', 'replace', 'in-place'],
    },
  ],
});
