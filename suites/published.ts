import { defineSuite, PUBLISHED } from './suite.js';

export default defineSuite({
  name: 'published',
  summary: 'The three sizes of the published zero-copy table, file to file, every strategy.',
  route: 'file-to-file',
  sizes: ['7MB', '200MB', '1GB'],
  strategies: 'all',
  reference: 'read-write',
  comparisons: [PUBLISHED],
});
