import { describe, expect, it } from 'vitest';
import { nginxConfig } from '../../../strategies/http/nginx-config.js';
import { isAtLeast } from '../../../strategies/http/nginx-program.js';

describe('nginxConfig', () => {
  const options = {
    port: 4711,
    token: 'abc',
    ids: ['one', 'two'],
    sendfile: 'on',
    root: false,
  } as const;

  it('serves the files it was given, by whole paths, on loopback', () => {
    const config = nginxConfig(options);
    expect(config).toContain('listen 127.0.0.1:4711;');
    expect(config.match(/location .*/g)).toEqual([
      'location = /abc/one { alias files/one; }',
      'location = /abc/two { alias files/two; }',
      'location / { return 404; }',
    ]);
    expect(config).toContain('sendfile on;');
    expect(config).toContain('worker_processes 1;');
    expect(config).toContain('access_log off;');
    expect(config).not.toContain('user ');
  });

  it('names nothing outside of its own folder', () => {
    for (const [, path] of nginxConfig(options).matchAll(/(?:pid|_path|alias) ([^;]+);/g))
      expect(path).not.toMatch(/^\/|\.\./);
  });

  it('leaves out what nginx was built without, and keeps root as the user of private files', () => {
    const config = nginxConfig({ ...options, sendfile: 'off', root: true }, ['uwsgi', 'scgi']);
    expect(config).not.toMatch(/uwsgi|scgi/);
    expect(config).toContain('fastcgi_temp_path');
    expect(config).toContain('user root;');
    expect(config).toContain('sendfile off;');
  });
});

describe('isAtLeast', () => {
  it.each([
    ['1.19.5', true],
    ['1.19.4', false],
    ['1.22.1', true],
    ['1.9.15', false],
    ['2.0.0', true],
    ['0.8.54', false],
  ])('%s', (version, expected) => {
    expect(isAtLeast({ file: 'nginx', version }, [1, 19, 5])).toBe(expected);
  });
});
