/** Whether a copy was disturbed: by signals to this process, and by clocks that went apart. */
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import {
  uptimeMs,
  watchDisturbances,
  type OpenWatch,
} from '../../../harness/measure/disturbance.js';

/** Clocks that all go on by the same, but for what is added to one of them. */
function scripted(apart: { bootMs?: number; realtimeMs?: number }) {
  let later = 0;
  const clocks = {
    monotonicMs: () => 1000 + later * 5,
    bootMs: () => 9000 + later * (5 + (apart.bootMs ?? 0)),
    realtimeMs: () => 70_000 + later * (5 + (apart.realtimeMs ?? 0)),
  };
  return { clocks, pass: () => void (later = 1) };
}

function using(watch: OpenWatch, work: (watch: OpenWatch) => void): void {
  try {
    work(watch);
  } finally {
    watch.close();
  }
}

describe('clocks', () => {
  it.each([
    ['go on together', {}, undefined],
    ['are slewed by NTP', { realtimeMs: 0.5 }, undefined],
    ['differ by the steps of /proc/uptime', { bootMs: 10 }, undefined],
    ['a machine slept', { bootMs: 3000, realtimeMs: 3000 }, /suspended for 3\.0 s/],
    ['the clock was set forward', { realtimeMs: 3600e3 }, /jumped by 3600\.0 s/],
    ['the clock was set back', { realtimeMs: -60e3 }, /jumped by -60\.0 s/],
  ])('%s', (_, apart, expected) => {
    const { clocks, pass } = scripted(apart);
    using(watchDisturbances(undefined, clocks), (watch) => {
      const happened = watch.begin();
      pass();
      if (expected) expect(happened()).toMatch(expected);
      else expect(happened()).toBeUndefined();
    });
  });
});

describe('the time since boot', () => {
  it('is read in hundredths of a second, or not at all', () => {
    expect(uptimeMs('12.34 56.78')).toBe(12_340);
    for (const text of [null, '', '12 56', 'x.12 1', `${'9'.repeat(400)}.00 1`])
      expect(uptimeMs(text)).toBeNull();
  });

  it('disturbs nothing where it is not told; the other clock is still watched', () => {
    const { clocks, pass } = scripted({ bootMs: 3000, realtimeMs: 3000 });
    using(watchDisturbances(undefined, { ...clocks, bootMs: () => null }), (watch) => {
      const happened = watch.begin();
      expect(happened()).toBeUndefined();
      pass();
      expect(happened()).toMatch(/jumped by 3\.0 s: it was set, or the machine was suspended/);
    });
  });
});

describe('a child', () => {
  it('disturbs when it is stopped meanwhile, and not when it was before', () => {
    const stopped = new Set<number>();
    // As the kernel does: told once.
    const children = { pids: () => [11, 12], wasStopped: (pid: number) => stopped.delete(pid) };
    using(watchDisturbances(children), (watch) => {
      stopped.add(11);
      const happened = watch.begin();
      expect(happened()).toBeUndefined();
      const again = watch.begin();
      stopped.add(12);
      expect(again()).toMatch(/takes part in copies \(12\) was stopped/);
      expect(watch.begin()()).toBeUndefined();
    });
  });
});

describe('SIGCONT', () => {
  it('disturbs what had begun before it, and nothing after', async () => {
    const watch = watchDisturbances();
    const before = watch.begin();
    // Told after the watch, which listens since before.
    const told = once(process, 'SIGCONT');
    process.kill(process.pid, 'SIGCONT');
    await told;
    expect(before()).toContain('stopped and continued');
    expect(watch.begin()()).toBeUndefined();
    watch.close();
    expect(process.listenerCount('SIGCONT')).toBe(0);
  });
});
