/** splice(2) through a pipe to the socket of a Node response, after its header. */
import { startFileServer } from './http/file-server.js';
import { sendOnSocket, sendOnSocketAvailable } from './http/send-on-socket.js';
import { serverStrategy } from './http/server-strategy.js';

export default serverStrategy({
  name: 'http-splice',
  label: 'Node, splice',
  summary: 'Node HTTP server: the body by splice(2) through a pipe to the socket of the response.',
  copiesPerByte: 1,
  runtime: 'native',
  available: sendOnSocketAvailable,
  serve: (job) => startFileServer(job, sendOnSocket('splice')),
});
