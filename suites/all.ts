import { defineSuite, PUBLISHED } from './suite.js';

export default defineSuite({
  name: 'all',
  summary: 'Every size of every other suite, every strategy; give it a --budget of 10m or more.',
  route: 'file-to-file',
  sizes: ['4KB', '64KB', '1MB', '7MB', '64MB', '200MB', '1GB'],
  strategies: 'all',
  reference: 'read-write',
  comparisons: [PUBLISHED],
});
