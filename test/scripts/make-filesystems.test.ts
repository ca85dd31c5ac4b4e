/** `scripts/make-filesystems.sh`: whatever it made is gone in the end, wherever it was and however that came. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
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

/** What is mounted below `folder`, as the kernel writes it. */
function mountsBelow(folder: string): string[] {
  const points = readFileSync('/proc/self/mountinfo', 'utf8').split('\n');
  const written = folder.replaceAll(' ', '\\040');
  return points.map((line) => line.split(' ')[4] ?? '').filter((at) => at.startsWith(written));
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
    while (!mountsBelow(path('killed')).some((point) => point.endsWith('/overlay')))
      await sleep(50);
    const ended = new Promise((resolve) => void child.once('close', resolve));
    process.kill(-child.pid!, 'SIGKILL');
    await ended;
    expect(mountsBelow(path('killed'))).not.toEqual([]);
    const { status, stderr } = script('run', path('next'), SIZE, '--', 'true');
    expect(status, stderr).toBe(0);
    expect(stderr).toContain(`${path('killed')} was left by a run that was killed`);
    expect(mountsBelow(path('killed'))).toEqual([]);
    expect(loopsBelow(path())).toEqual([]);
  });

  test('are removed at Ctrl-C', async () => {
    const words = [SCRIPT, 'run', path('interrupted'), SIZE, '--', 'sleep', '60'];
    const child = spawn('bash', words, { env: environment, detached: true, stdio: 'ignore' });
    while (!mountsBelow(path('interrupted')).some((point) => point.endsWith('/overlay')))
      await sleep(50);
    await sleep(200);
    const ended = new Promise((resolve) => void child.once('close', resolve));
    process.kill(-child.pid!, 'SIGINT');
    expect(await ended).toBe(130);
    expect(mountsBelow(path('interrupted'))).toEqual([]);
    expect(existsSync(path('interrupted'))).toBe(false);
  });
});
