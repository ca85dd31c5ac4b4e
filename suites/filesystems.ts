import { defineSuite } from './suite.js';

export default defineSuite({
  name: 'filesystems',
  summary:
    'The same copies on several filesystems and between them: name a directory on each, --dir A --dir B.',
  sizes: ['7MB', '200MB'],
  needsSeveralDirectories: true,
  scenarios: [
    {
      route: 'file-to-file',
      strategies: [
        'read-write',
        'native-read-write',
        'stream-pipe',
        'copy-file',
        'copy-file-range',
        'sendfile',
        'splice',
        'mmap-write',
        'reflink',
        'cp',
        'cp-no-reflink',
      ],
      reference: 'read-write',
      comparisons: [],
    },
    {
      route: 'file-to-file',
      between: true,
      strategies: [
        'read-write',
        'copy-file',
        'copy-file-range',
        'sendfile',
        'splice',
        'mmap-write',
        'reflink',
        'cp',
      ],
      reference: 'read-write',
      comparisons: [],
    },
  ],
});
