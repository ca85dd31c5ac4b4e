/** `scripts/make-filesystems.sh`: whatever it made is gone in the end, wherever it was and however that came. */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { packageRoot } from '../../harness/core/package-root.js';
import { mountTmpfs, temporaryFolder } from '../fakes/folders.js';

const SCRIPT = join(packageRoot(), 'scripts/make-filesystems.sh');
/** Enough for xfs, which takes 300 MB; the files are sparse. */
const SIZE = '320M';

const mounted = mountTmpfs('size=1m');
const why = 'reason' in mounted ? mounted.reason : '';

/** A path as the kernel writes it. */
const mountPoint = (path: string): string => path.replaceAll(' ', '\\040');

/** What is mounted below `folder`, as the kernel writes it. */
function mountsBelow(folder: string): string[] {
  const points = readFileSync('/proc/self/mountinfo', 'utf8').split('\n');
  return points
    .map((line) => line.split(' ')[4] ?? '')
    .filter((at) => at.startsWith(`${mountPoint(folder)}/`));
}

function loopsBelow(folder: string): string[] {
  const { stdout } = spawnSync('losetup', ['--list', '--noheadings', '--output', 'BACK-FILE']);
  return String(stdout)
    .split('\n')
    .filter((file) => file.startsWith(folder));
}

describe.skipIf(why !== '')(`filesystems on loop files ${why}`, () => {
  const path = temporaryFolder();
  const environment = { ...process.env, COPYBENCH_RUN_DIRECTORY: path('registry') };
  const script = (...words: string[]) =>
    spawnSync('bash', [SCRIPT, ...words], { env: environment, encoding: 'utf8' });
  const untilMounted = async (name: string, last: string): Promise<void> => {
    while (!mountsBelow(path(name)).includes(mountPoint(path(name, last)))) await sleep(20);
  };

  test('are made and removed in a directory with a space', () => {
    const { status, stdout, stderr } = script('run', path('a b'), SIZE, '--', 'stat', '-f', path());
    expect(status, stderr).toBe(0);
    expect(stdout).toContain(path('a b', 'tmpfs'));
    expect(mountsBelow(path('a b'))).toEqual([]);
    expect(loopsBelow(path('a b'))).toEqual([]);
    expect(existsSync(path('a b'))).toBe(false);
  });

  test('of which one is in use are removed but for that one, which is told', async () => {
    expect(script('make', path('busy'), SIZE).status).toBe(0);
    const user = spawn('sleep', ['60'], { cwd: path('busy', 'tmpfs') });
    await sleep(100);
    const refused = script('remove', path('busy'));
    user.kill('SIGKILL');
    await new Promise((resolve) => void user.once('close', resolve));
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain(`${path('busy', 'tmpfs')} stays: `);
    expect(refused.stderr).toContain(`remove '${path('busy')}'`);
    expect(mountsBelow(path('busy'))).toEqual([path('busy', 'tmpfs')]);
    expect(script('remove', path('busy')).status).toBe(0);
    expect(existsSync(path('busy'))).toBe(false);
  });

  test('of a run that was killed are told and removed when the next begins, elsewhere', async () => {
    const words = [SCRIPT, 'run', path('killed'), SIZE, '--', 'sleep', '60'];
    const child = spawn('bash', words, { env: environment, detached: true, stdio: 'ignore' });
    await untilMounted('killed', 'overlay');
    const ended = new Promise((resolve) => void child.once('close', resolve));
    process.kill(-child.pid!, 'SIGKILL');
    await ended;
    expect(mountsBelow(path('killed'))).not.toEqual([]);
    const { status, stderr } = script('run', path('next'), SIZE, '--', 'true');
    expect(status, stderr).toBe(0);
    expect(stderr).toContain(`${path('killed')} was left by one that was killed`);
    expect(mountsBelow(path('killed'))).toEqual([]);
    expect(loopsBelow(path())).toEqual([]);
  });

  test('of a make that was killed half-way are so too, and those of one that was not are kept', async () => {
    expect(script('make', path('meant'), SIZE).status).toBe(0);
    const words = [SCRIPT, 'make', path('half'), SIZE];
    const child = spawn('bash', words, { env: environment, detached: true, stdio: 'ignore' });
    const ended = new Promise((resolve) => void child.once('close', resolve));
    await untilMounted('half', 'ext4');
    process.kill(-child.pid!, 'SIGKILL');
    await ended;
    const { status, stderr } = script('run', path('later'), SIZE, '--', 'true');
    expect(status, stderr).toBe(0);
    expect(stderr).toContain(`${path('half')} was left by one that was killed`);
    expect(mountsBelow(path('half'))).toEqual([]);
    expect(mountsBelow(path('meant'))).not.toEqual([]);
    expect(script('remove', path('meant')).status).toBe(0);
    expect(loopsBelow(path())).toEqual([]);
  });

  test.each([
    ['at Ctrl-C', 'run', 'overlay', 'SIGINT'],
    ['at Ctrl-C while they are made', 'make', 'ext4', 'SIGINT'],
    ['at SIGTERM while they are made', 'run', 'ext4', 'SIGTERM'],
  ] as const)('are removed %s', async (name, action, last, signal) => {
    const command = action === 'run' ? ['--', 'sleep', '60'] : [];
    const words = [SCRIPT, action, path(name), SIZE, ...command];
    const child = spawn('bash', words, { env: environment, detached: true, stdio: 'ignore' });
    const ended = new Promise((resolve) => void child.once('close', resolve));
    await untilMounted(name, last);
    if (last === 'overlay') await sleep(200);
    process.kill(-child.pid!, signal);
    expect(await ended).toBe(signal === 'SIGINT' ? 130 : 143);
    expect(mountsBelow(path(name))).toEqual([]);
    expect(loopsBelow(path())).toEqual([]);
    expect(existsSync(path(name))).toBe(false);
  });

  test('are left out where there are no loop devices, and the others are made', () => {
    // As in most containers: a /dev of this process's own, without them.
    const bare = `mkdir ${path('dev')} && mount -t tmpfs none ${path('dev')} &&
      cp -a /dev/null /dev/zero /dev/urandom ${path('dev')} && ln -s /proc/self/fd ${path('dev', 'fd')} &&
      mount --move ${path('dev')} /dev && exec bash "$@"`;
    const words = [SCRIPT, 'run', path('bare'), SIZE, '--', 'cat', '/proc/self/mountinfo'];
    const { status, stdout, stderr } = spawnSync(
      'unshare',
      ['--mount', '--propagation', 'private', 'sh', '-c', bare, 'sh', ...words],
      { env: environment, encoding: 'utf8' },
    );
    expect(status, stderr).toBe(0);
    expect(stderr).toMatch(/^left out: ext4: .+/m);
    expect(stdout).toContain(` ${path('bare', 'tmpfs')} `);
    // Where DIR lies on an overlay itself, the kernel refuses another one on top.
    expect(stdout + stderr).toMatch(/\/bare\/overlay |^left out: overlay: /m);
    expect(existsSync(path('bare'))).toBe(false);
  });

  test('are refused to who is not root, before anything is made', () => {
    const nobody = ['--reuid=65534', '--regid=65534', '--clear-groups', 'bash'];
    chmodSync(path(), 0o777);
    const text = readFileSync(SCRIPT, 'utf8');
    const words = [...nobody, '-c', text, SCRIPT, 'make', path('refused'), SIZE];
    const { status, stderr } = spawnSync('setpriv', words, { env: environment, encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr).toContain('mounting takes root');
    expect(existsSync(path('refused'))).toBe(false);
  });
});
