/** Programs are started, waited for and accounted for, whatever they do. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { expect, test } from 'vitest';
import { describeNative, systemErrorOf } from './native-room.js';

const onLinux = existsSync('/proc/self/status');

/** A field of /proc/self/status in bytes. */
function ownMemoryBytes(field: string): number {
  const line = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(
    readFileSync('/proc/self/status', 'utf8'),
  );
  return Number(line?.[1]) * 1024;
}

describeNative('spawn', (addon) => {
  const shell = (script: string, ...words: string[]) =>
    addon.spawn('sh', ['-c', script, 'sh', ...words]);

  test.each([0, 1, 3, 255])('tells exit status %i', async (status) => {
    expect(await shell(`exit ${status}`)).toMatchObject({ exitStatus: status, signal: 0 });
  });

  test.each(['SIGKILL', 'SIGTERM', 'SIGPIPE'] as const)('tells %s', async (name) => {
    const result = await shell(`kill -${name.slice(3)} $$`);
    expect(result).toMatchObject({ exitStatus: -1, signal: constants.signals[name] });
  });

  test('a missing program is ENOENT', async () => {
    const error = await systemErrorOf(addon.spawn('copybench-no-such-program', []));
    expect(error).toMatchObject({
      code: 'ENOENT',
      syscall: 'posix_spawnp',
      path: 'copybench-no-such-program',
    });
  });

  test('a file that may not be executed is EACCES', async () => {
    const error = await systemErrorOf(addon.spawn('/etc/passwd', []));
    expect(error.code).toBe('EACCES');
  });

  test('passes arguments on as they are', async () => {
    const words = ['', ' a  b ', '$HOME', "'", '*', 'ü'];
    const { stderr } = await shell('for word; do echo "<$word>" >&2; done', ...words);
    expect(stderr).toBe(words.map((word) => `<${word}>\n`).join(''));
  });

  test('keeps the first 4 KiB of a long stderr, and does not block the program', async () => {
    const result = await shell(
      'head -c 5000 /dev/zero | tr "\\0" a >&2; head -c 3000000 /dev/zero >&2',
    );
    expect(result).toMatchObject({ exitStatus: 0, stderr: 'a'.repeat(4096) });
  });

  test('gives an empty stdin and throws stdout away', async () => {
    const result = await shell('test "$(cat)" = "" && head -c 3000000 /dev/zero');
    expect(result).toMatchObject({ exitStatus: 0, stderr: '' });
  });

  test('does not wait for a grandchild that keeps stderr open', async () => {
    const { stderr, elapsedNs } = await shell('sleep 20 & echo $! >&2');
    process.kill(Number(stderr), 'SIGKILL');
    expect(elapsedNs).toBeLessThan(10e9);
  });

  test.skipIf(!onLinux)('starts with no signal blocked or ignored', async () => {
    const { stderr } = await shell('grep -E "^Sig(Blk|Ign)" /proc/self/status >&2');
    const sets = [...stderr.matchAll(/^Sig\w+:\s+(\w+)$/gm)].map(([, set]) => BigInt(`0x${set}`));
    expect(sets).toHaveLength(2);
    // 32 and 33 belong to the C library's threads: posix_spawn(3) of glibc ignores them.
    for (const set of sets) expect(set & ~(3n << 31n)).toBe(0n);
  });

  test.skipIf(!onLinux)('hands on no file of its own', async () => {
    const ofNode = execFileSync('sh', ['-c', 'ls /proc/self/fd'], { encoding: 'utf8' });
    expect((await shell('ls /proc/self/fd >&2')).stderr).toBe(ofNode);
  });

  test('tells what the program used', async () => {
    const { usage, elapsedNs } = await shell('i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done');
    expect(usage.cpuUserUs + usage.cpuSystemUs).toBeGreaterThan(0);
    expect(usage.cpuUserUs + usage.cpuSystemUs).toBeLessThan(elapsedNs / 1000 + 1000);
    expect(usage.minorFaults).toBeGreaterThan(0);
  });

  test.skipIf(!onLinux)('tells a peak only when it is the program’s own', async () => {
    expect((await addon.spawn('true', [])).usage.peakRssBytes).toBeNull();
    const bufferBytes = ownMemoryBytes('VmHWM') + 64 * 2 ** 20;
    const { usage } = await addon.spawn('dd', [
      'if=/dev/zero',
      'of=/dev/null',
      'count=1',
      `bs=${bufferBytes}`,
    ]);
    expect(usage.peakRssBytes).toBeGreaterThan(bufferBytes);
    expect(usage.peakRssBytes).toBeLessThan(bufferBytes + 64 * 2 ** 20);
  });
});
