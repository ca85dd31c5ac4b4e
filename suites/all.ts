import { defineSuite, PUBLISHED, PUBLISHED_JAVA } from './suite.js';

export default defineSuite({
  name: 'all',
  summary: 'Every size, every route, every strategy; give it a --budget of 20m or more.',
  sizes: ['4KB', '64KB', '1MB', '7MB', '64MB', '200MB', '1GB'],
  scenarios: [
    {
      route: 'file-to-socket',
      strategies: 'all',
      reference: 'read-write-4k',
      comparisons: [...PUBLISHED, PUBLISHED_JAVA],
    },
    {
      route: 'socket-to-file',
      strategies: 'all',
      reference: 'read-write',
      comparisons: [],
    },
    {
      route: 'file-to-file',
      strategies: 'all',
      reference: 'read-write',
      comparisons: [...PUBLISHED, PUBLISHED_JAVA],
    },
  ],
});
