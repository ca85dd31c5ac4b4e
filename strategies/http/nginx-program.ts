/** Finds nginx, which Debian keeps where the PATH of a plain user does not lead. */
import { spawnSync } from 'node:child_process';

export interface NginxProgram {
  file: string;
  /** Such as `1.22.1`. */
  version: string;
}

const PLACES = ['nginx', '/usr/sbin/nginx', '/usr/local/sbin/nginx', '/usr/local/nginx/sbin/nginx'];

let found: NginxProgram | null | undefined;

/** The nginx of this machine, or null. Looked for once. */
export function findNginx(): NginxProgram | null {
  if (found === undefined) found = PLACES.map(ask).find((program) => program !== null) ?? null;
  return found;
}

/** `-v` prints the version and starts nothing. */
function ask(file: string): NginxProgram | null {
  const { stderr, status } = spawnSync(file, ['-v'], { encoding: 'utf8' });
  const version = status === 0 ? /nginx\/(\d+\.\d+\.\d+)/.exec(stderr)?.[1] : undefined;
  return version === undefined ? null : { file, version };
}

/** Whether this nginx is of version `wanted` or newer. */
export function isAtLeast({ version }: NginxProgram, wanted: readonly number[]): boolean {
  const parts = version.split('.').map(Number);
  const differs = wanted.findIndex((part, index) => part !== parts[index]);
  return differs === -1 || (parts[differs] ?? 0) > (wanted[differs] ?? 0);
}
