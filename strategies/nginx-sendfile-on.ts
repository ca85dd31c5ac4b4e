/** nginx as it is shipped for serving files: sendfile(2). */
import { nginxAvailable, nginxVersion, startNginx } from './http/nginx.js';
import { serverStrategy } from './http/server-strategy.js';

export default serverStrategy({
  name: 'nginx-sendfile-on',
  label: 'nginx, sendfile on',
  summary: 'nginx with one worker and `sendfile on`.',
  copiesPerByte: 1,
  runtime: 'peer',
  available: nginxAvailable,
  version: nginxVersion,
  serve: (job) => startNginx(job, 'on'),
});
