import { defineSuite } from './suite.js';

export default defineSuite({
  name: 'sizes',
  summary:
    'What a copy costs before its first byte and for each byte, and from which size on who leads.',
  sizes: ['4KiB', '16KiB', '64KiB', '256KiB', '1MiB', '4MiB', '16MiB', '64MiB', '256MiB', '1GiB'],
  scenarios: [
    {
      route: 'file-to-file',
      strategies: [
        'read-write',
        'native-read-write',
        'stream-pipe',
        'copy-file',
        'copy-file-range',
        'splice',
        'mmap-write',
        'cp',
        'memory-copy',
      ],
      reference: 'read-write',
      comparisons: [],
    },
  ],
});
