/** Events of other threads are counted, and whoever may not count them is told so. */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import type { CountedEvent } from '../../harness/binding/addon.js';
import { ADDON_PATH, describeNative, temporaryFolder } from './native-room.js';

const NAMES = ['task-clock', 'context-switches', 'cpu-migrations', 'page-faults'];
const NAME: 'countEvents' | 'copiers' = 'countEvents';
const ENOSYS = 38;
const REFUSED = [1, 13];

const valueOf = (events: readonly CountedEvent[], name: string): number | null =>
  events.find((event) => event.name === name)?.value ?? null;

describeNative('countEvents', (addon) => {
  const path = temporaryFolder();

  test('counts what another process does, with threads that it has and starts, or says why not', async () => {
    const child = spawn(process.execPath, [
      '-e',
      `process.stdin.once('data', () => {
         Buffer.alloc(64e6, 1);
         new (require('worker_threads').Worker)('Buffer.alloc(64e6, 1)', { eval: true })
           .once('exit', () => process.stdout.write('done'));
       }); process.stdout.write('ready');`,
    ]);
    await once(child.stdout, 'data');
    const read = addon.countEvents(readdirSync(`/proc/${child.pid}/task`).map(Number));
    child.stdin.write('go');
    await once(child.stdout, 'data');
    const events = read();
    child.kill();
    if (events[0]?.value === null) {
      expect([...REFUSED, ENOSYS]).toContain(events[0].errno);
      return;
    }
    expect(events.map(({ name }) => name)).toEqual([
      ...NAMES,
      'cycles',
      'instructions',
      'cache-misses',
    ]);
    // Twice 64 MB of memory, touched for the first time.
    expect(valueOf(events, 'page-faults')).toBeGreaterThan(1000);
    expect(valueOf(events, 'task-clock')).toBeGreaterThan(1e6);
    expect(valueOf(events, 'context-switches')).toBeGreaterThan(0);
    for (const { value, errno } of events) expect(value === null).toBe(errno !== 0);
  });

  test('is read once, and closes what it opened', () => {
    const before = readdirSync('/proc/self/fd').length;
    const read = addon.countEvents([process.pid]);
    read();
    expect(readdirSync('/proc/self/fd')).toHaveLength(before);
    expect(read).toThrow('These events were read already.');
  });

  test('of threads that are gone are no figures', () => {
    for (const { value, errno } of addon.countEvents([2 ** 31 - 1])()) {
      expect(value).toBeNull();
      expect(errno).toBeGreaterThan(0);
    }
    for (const { value } of addon.countEvents([])()) expect(value).toBeNull();
  });

  test.each([[['1']], [[0]], [[-1]], [[2 ** 40]], [undefined], ['1']])(
    'takes thread ids and not %j',
    (threads) => {
      expect(() => void Reflect.apply(addon[NAME], addon, [threads])).toThrow(
        'threads must be a list of thread ids',
      );
    },
  );

  const paranoid = Number(readFileSync('/proc/sys/kernel/perf_event_paranoid', 'utf8'));
  const why =
    process.getuid?.() !== 0
      ? 'it takes root to become somebody else'
      : paranoid < 2
        ? `perf_event_paranoid is ${paranoid}`
        : undefined;
  test.skipIf(why !== undefined)(
    `is refused to ordinary users, with the errno${why ? ` (skipped: ${why})` : ''}`,
    () => {
      // The package may lie where an ordinary user cannot go.
      const addonPath = path('copybench.node');
      copyFileSync(ADDON_PATH, addonPath);
      chmodSync(path('.'), 0o755);
      chmodSync(addonPath, 0o755);
      const script = `console.log(JSON.stringify(require(${JSON.stringify(addonPath)}).countEvents([process.pid])()))`;
      const { stdout } = spawnSync(
        'setpriv',
        ['--reuid=65534', '--regid=65534', '--clear-groups', process.execPath, '-e', script],
        { encoding: 'utf8', cwd: '/' },
      );
      const events: CountedEvent[] = JSON.parse(stdout);
      expect(REFUSED).toContain(events[0]?.errno);
      expect(events[0]?.value).toBeNull();
    },
  );
});
