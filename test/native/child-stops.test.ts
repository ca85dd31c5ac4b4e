/** Whether the addon sees that a child was stopped and continued, and that it leaves its end to Node. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { untilContinued, untilStopped } from '../fakes/processes.js';
import { describeNative } from './native-room.js';

describeNative('stops of children', (addon) => {
  test('stops and continuations of a child are told once', async () => {
    const child = spawn('sleep', ['60']);
    await once(child, 'spawn');
    const pid = child.pid!;
    const wasStopped = (): boolean => addon.childWasStopped(pid);
    expect(wasStopped()).toBe(false);
    child.kill('SIGSTOP');
    await untilStopped(pid);
    expect([wasStopped(), wasStopped()]).toEqual([true, false]);
    child.kill('SIGCONT');
    await untilContinued(pid);
    expect([wasStopped(), wasStopped()]).toEqual([true, false]);
    // Asked afterwards alone: the kernel has kept it. A stop that is taken back at once never was one (signal(7)).
    child.kill('SIGSTOP');
    await untilStopped(pid);
    child.kill('SIGCONT');
    await untilContinued(pid);
    expect([wasStopped(), wasStopped()]).toEqual([true, false]);
    child.kill('SIGKILL');
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
    expect(wasStopped()).toBe(false);
  });

  test('a process that is no child was not stopped, and no number is refused', () => {
    expect(addon.childWasStopped(1)).toBe(false);
    // @ts-expect-error: that it is refused is the test
    expect(() => addon.childWasStopped('1')).toThrow(TypeError);
  });
});
