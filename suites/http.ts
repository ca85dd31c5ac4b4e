import { defineSuite } from './suite.js';

export default defineSuite({
  name: 'http',
  summary: 'What a web server would do: files over HTTP from Node, four ways, and from nginx.',
  sizes: ['1KB', '100KB', '7MB', '200MB', '1GB'],
  scenarios: [
    {
      route: 'http',
      strategies: 'all',
      reference: 'http-stream-pipe',
      comparisons: [
        { name: 'http', slower: 'nginx-sendfile-on', faster: 'http-sendfile' },
        { name: 'http', slower: 'nginx-sendfile-off', faster: 'nginx-sendfile-on' },
      ],
    },
  ],
});
