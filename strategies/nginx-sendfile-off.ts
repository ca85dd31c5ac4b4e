/** nginx through its own buffers: read(2) and write(2), its default without a configuration. */
import { nginxAvailable, nginxVersion, startNginx } from './http/nginx.js';
import { serverStrategy } from './http/server-strategy.js';

export default serverStrategy({
  name: 'nginx-sendfile-off',
  label: 'nginx, sendfile off',
  summary:
    'nginx with one worker and `sendfile off`: reads and writes through two buffers of 32 KiB.',
  copiesPerByte: 3,
  runtime: 'peer',
  available: nginxAvailable,
  version: nginxVersion,
  serve: (job) => startNginx(job, 'off'),
});
