import { defineSuite, PUBLISHED, PUBLISHED_JAVA } from './suite.js';

export default defineSuite({
  name: 'file-to-socket',
  summary: 'Serving a file: every strategy from file to socket, from a page to 200 MB.',
  sizes: ['4KB', '64KB', '1MB', '7MB', '64MB', '200MB'],
  scenarios: [
    {
      route: 'file-to-socket',
      strategies: 'all',
      reference: 'read-write-4k',
      comparisons: [...PUBLISHED, PUBLISHED_JAVA],
    },
  ],
});
