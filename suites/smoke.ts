import { defineSuite, PUBLISHED } from './suite.js';

export default defineSuite({
  name: 'smoke',
  summary: 'Seconds, not minutes: does everything work here? Its numbers are real but few.',
  sizes: ['7MB'],
  scenarios: [
    {
      route: 'file-to-socket',
      strategies: ['read-write-4k', 'stream-pipe', 'sendfile', 'splice'],
      reference: 'read-write-4k',
      comparisons: PUBLISHED,
    },
    {
      route: 'file-to-file',
      strategies: [
        'read-write',
        'read-write-4k',
        'stream-pipe',
        'copy-file',
        'sendfile',
        'splice',
        'cp',
        'nothing',
      ],
      reference: 'read-write',
      comparisons: PUBLISHED,
    },
  ],
  explains: false,
  rounds: { min: 6, max: 10 },
});
