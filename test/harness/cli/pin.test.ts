/** Pinned runs of the compiled program: every thread of every process, and the programs they start, stay on their CPUs. */
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, platform } from 'node:os';
import { describe, expect, test } from 'vitest';
import { loadAddon } from '../../../harness/binding/load.js';
import { temporaryFolder } from '../../fakes/folders.js';
import { descendantsOf, withCommand } from '../../fakes/processes.js';
import { copybench, recordIn, samplesStored, start, tinyRun } from './program.js';

const loaded = loadAddon();
const missing = !loaded.ok ? loaded.reason : platform() === 'linux' ? undefined : 'needs Linux';
/** Two CPUs of this machine; the last one twice where there is only one. */
const allowed = loaded.ok && missing === undefined ? loaded.addon.affinity() : [];
const [own = 0, other = own] = allowed.toReversed();

/** CPUs of every thread of these processes, each different list once. */
function cpusOf(pids: readonly number[]): string[] {
  const lists = pids.flatMap((pid) =>
    readdirSync(`/proc/${pid}/task`).map((thread) => {
      const status = readFileSync(`/proc/${pid}/task/${thread}/status`, 'utf8');
      return /^Cpus_allowed_list:\s+(\S+)$/m.exec(status)?.[1] ?? 'not told';
    }),
  );
  return [...new Set(lists)];
}

describe.skipIf(missing !== undefined)(`a pinned run (skipped where: ${missing})`, () => {
  test('keeps workers and all their threads on the CPUs, and says so', async () => {
    const path = temporaryFolder();
    const words = ['--sizes', '1MB', '--rounds', '1000', '--pin', String(own)];
    const strategies = ['--strategies', 'read-write,splice,stream-pipe'];
    const { child, ended } = start(tinyRun(path(), path('out'), ...words, ...strategies));
    await samplesStored(path('out'), 12);
    const workers = withCommand(descendantsOf(child.pid!), 'worker.js');
    const seen = cpusOf(workers);
    const harness = cpusOf([child.pid!]);
    child.kill('SIGINT');
    expect(workers).toHaveLength(4);
    expect(seen).toEqual([String(own)]);
    expect(harness).toEqual(cpusOf([process.pid]));
    const { status, stdout } = await ended;
    expect(status).toBe(130);
    expect(stdout).toContain(`Pinned: workers and their other ends on CPU ${own}.`);
    expect(recordIn(path('out')).options.pinned).toEqual({
      workers: String(own),
      receiver: String(own),
    });
    const plan = JSON.parse(readFileSync(path('out', 'plan.json'), 'utf8'));
    expect(plan.heading.options.pinned.workers).toBe(String(own));
  }, 60_000);

  test('keeps a program that a worker starts on them', async () => {
    const path = temporaryFolder();
    const seen = path('seen');
    mkdirSync(path('bin'));
    // Stands before the real one in PATH, writes down where it runs, and copies.
    writeFileSync(
      path('bin', 'cp'),
      `#!/bin/sh\ngrep Cpus_allowed_list /proc/self/status >> ${seen}\nPATH=$REST exec cp "$@"\n`,
    );
    chmodSync(path('bin', 'cp'), 0o755);
    const rest = process.env['PATH'] ?? '';
    const environment = { REST: rest, PATH: `${path('bin')}:${rest}` };
    const words = ['--pin', String(own), '--reference', 'cp', '--strategies', 'cp'];
    const run = await copybench(tinyRun(path(), path('out'), ...words), { environment });
    expect([run.status, run.stderr]).toEqual([0, expect.anything()]);
    const lines = readFileSync(seen, 'utf8').trimEnd().split('\n');
    const pinned = lines.filter((line) => line === `Cpus_allowed_list:\t${own}`);
    // Two arms, a warm-up and two rounds; what was tried before the run was not pinned.
    expect(pinned.length).toBeGreaterThanOrEqual(6);
  }, 60_000);

  test.skipIf(availableParallelism() < 2)(
    'keeps the receiver on others, where it is told (skipped with a single CPU)',
    async () => {
      const path = temporaryFolder();
      const words = ['run', '--route', 'file-to-socket', '--sizes', '1MB', '--rounds', '1000'];
      const pins = ['--pin', String(own), '--pin-receiver', String(other)];
      const places = ['--ballast', 'off', '--dir', path(), '--out', path('out')];
      const named = ['--strategies', 'read-write-4k,splice'];
      const { child, ended } = start([...words, ...pins, ...places, ...named]);
      await samplesStored(path('out'), 8);
      const processes = descendantsOf(child.pid!);
      const companion = cpusOf(withCommand(processes, 'companion-process.js'));
      const workers = cpusOf(withCommand(processes, 'measure/worker.js'));
      child.kill('SIGINT');
      expect(companion).toEqual([String(other)]);
      expect(workers).toEqual([String(own)]);
      const { stdout } = await ended;
      expect(stdout).toContain(`Pinned: workers on CPU ${own}, their other ends on CPU ${other}.`);
    },
    60_000,
  );

  test('on CPUs that are not there is refused before anything is made', async () => {
    const path = temporaryFolder();
    const { status, stderr } = await copybench(tinyRun(path(), path('out'), '--pin', '9998'));
    expect(status).toBe(2);
    expect(stderr).toMatch(/E_USAGE.*--pin 9998: CPU 9998 is not (there|allowed).*Choose of \d/s);
    expect(readdirSync(path())).toEqual([]);
  });
});
