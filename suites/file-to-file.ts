import { defineSuite, PUBLISHED } from './suite.js';

export default defineSuite({
  name: 'file-to-file',
  summary: 'Every strategy from file to file, from a page to 200 MB.',
  route: 'file-to-file',
  sizes: ['4KB', '64KB', '1MB', '7MB', '64MB', '200MB'],
  strategies: 'all',
  reference: 'read-write',
  comparisons: [PUBLISHED],
});
