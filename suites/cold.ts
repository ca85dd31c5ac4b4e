import { defineSuite } from './suite.js';

export default defineSuite({
  name: 'cold',
  summary: 'Copies whose source has to come from the disk, beside the same copies from memory.',
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
        'copy-file-range',
        'sendfile',
        'splice',
        'mmap-write',
        'cp',
        'memory-copy',
        'disk-read',
      ],
      reference: 'read-write',
      comparisons: [],
      caches: ['warm', 'cold'],
    },
  ],
});
