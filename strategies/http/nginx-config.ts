/** A configuration of nginx that serves a few files and writes nowhere but in its own folder. */

export interface NginxOptions {
  port: number;
  token: string;
  /** Files lie under `files/` in nginx's folder, by their ids. */
  ids: readonly string[];
  sendfile: 'on' | 'off';
  /** Whether nginx is started by root, whose worker would otherwise be nobody and see no private files. */
  root: boolean;
}

/** What nginx would otherwise make in the system's own folders. */
const TEMPORARY = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

/**
 * The text of nginx.conf. All paths are relative to nginx's folder (`-p`), so that none of them has to be quoted.
 *
 * @param without modules that this nginx was built without, such as `uwsgi`
 */
export function nginxConfig(options: NginxOptions, without: readonly string[] = []): string {
  const { port, token, ids, sendfile, root } = options;
  const temporary = TEMPORARY.filter((name) => !without.includes(name));
  return [
    'daemon off;',
    'worker_processes 1;',
    ...(root ? ['user root;'] : []),
    'pid nginx.pid;',
    'error_log stderr error;',
    'events { worker_connections 256; }',
    'http {',
    '  access_log off;',
    '  default_type application/octet-stream;',
    `  sendfile ${sendfile};`,
    // More than any load asks for: a connection that nginx closes would be made anew inside the clock.
    '  keepalive_requests 1000000000;',
    ...temporary.map((name) => `  ${name}_temp_path temporary/${name};`),
    '  server {',
    `    listen 127.0.0.1:${port};`,
    ...ids.map((id) => `    location = /${token}/${id} { alias files/${id}; }`),
    '    location / { return 404; }',
    '  }',
    '}',
    '',
  ].join('\n');
}
