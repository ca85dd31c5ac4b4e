// Installs Chromium for the tests of the HTML report, where this may be done: by apt-get, as root, within a minute.
// Where it may not, says why; those tests are then skipped, visibly, and nothing else changes.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const FOUND = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const MOST_MS = 60_000;
const began = Date.now();

const reason = FOUND.some((path) => existsSync(path)) ? undefined : install();
if (reason !== undefined) {
  console.error(
    `chromium: not installed, ${reason}; the tests of the HTML report will be skipped.`,
  );
}

/** Why it could not be installed; undefined when it could. */
function install() {
  if (!existsSync('/usr/bin/apt-get')) return 'there is no apt-get';
  if (process.getuid?.() !== 0) return 'only root may';
  console.error('chromium: installing by apt-get ...');
  // Package lists are missing in most images.
  if (aptGet('install', '-y', '--no-install-recommends', 'chromium') === undefined)
    return undefined;
  return aptGet('update') ?? aptGet('install', '-y', '--no-install-recommends', 'chromium');
}

function aptGet(...words) {
  const left = MOST_MS - (Date.now() - began);
  if (left <= 0) return 'there was no time left';
  const { status, error, stderr } = spawnSync('apt-get', ['-q', ...words], {
    timeout: left,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (status === 0) return undefined;
  const said = error?.message ?? stderr.trim().split('\n').at(-1);
  return `apt-get ${words[0]} failed: ${said}`;
}
