import { defineSuite, PUBLISHED, PUBLISHED_JAVA } from './suite.js';

export default defineSuite({
  name: 'published',
  summary:
    'The published zero-copy table, like for like: file to socket, and the same from file to file.',
  sizes: ['7MB', '200MB', '1GB'],
  scenarios: [
    {
      route: 'file-to-socket',
      strategies: [
        'read-write-4k',
        'sendfile',
        'splice',
        'stream-pipe',
        'java-read-write-4k',
        'java-transfer-to',
        'ruby-splice',
      ],
      reference: 'read-write-4k',
      comparisons: [...PUBLISHED, PUBLISHED_JAVA],
    },
    {
      route: 'file-to-file',
      strategies: [
        'read-write',
        'read-write-4k',
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
        'nothing',
        'spawn-floor',
      ],
      reference: 'read-write',
      comparisons: PUBLISHED,
    },
  ],
});
