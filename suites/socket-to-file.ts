import { defineSuite } from './suite.js';

export default defineSuite({
  name: 'socket-to-file',
  summary: 'Receiving an upload: every strategy from socket to file, from a page to 200 MB.',
  sizes: ['4KB', '64KB', '1MB', '7MB', '64MB', '200MB'],
  scenarios: [
    {
      route: 'socket-to-file',
      strategies: 'all',
      reference: 'read-write',
      comparisons: [],
    },
  ],
});
