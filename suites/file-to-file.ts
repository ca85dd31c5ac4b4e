import { defineSuite, PUBLISHED, PUBLISHED_JAVA } from './suite.js';

export default defineSuite({
  name: 'file-to-file',
  summary: 'Every strategy from file to file, from a page to 200 MB.',
  sizes: ['4KB', '64KB', '1MB', '7MB', '64MB', '200MB'],
  scenarios: [
    {
      route: 'file-to-file',
      strategies: 'all',
      reference: 'read-write',
      comparisons: [...PUBLISHED, PUBLISHED_JAVA],
    },
  ],
});
