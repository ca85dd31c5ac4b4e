import { defineSuite } from './suite.js';

export default defineSuite({
  name: 'buffers',
  summary:
    'How large a buffer should be: read/write with 4 KiB to 8 MiB, splice with 4 KiB to 1 MiB.',
  sizes: ['1MB', '64MB'],
  scenarios: [
    {
      route: 'file-to-file',
      strategies: [
        'native-read-write-4k',
        'native-read-write-16k',
        'native-read-write-64k',
        'native-read-write',
        'native-read-write-1m',
        'native-read-write-4m',
        'native-read-write-8m',
        'splice-4k',
        'splice-16k',
        'splice-64k',
        'splice-256k',
        'splice',
        'memory-copy',
        'overwrite',
      ],
      reference: 'native-read-write-64k',
      comparisons: [],
    },
  ],
});
