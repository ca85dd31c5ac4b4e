/** One sample of a scripted strategy: who holds the clock, what is told, and what a failure looks like. */
import { describe, expect, test } from 'vitest';
import type { ResourceUsage } from '../../../harness/binding/addon.js';
import { copyReportSchema } from '../../../harness/measure/protocol.js';
import { takeSample } from '../../../harness/measure/sampler.js';
import type { CopyJob } from '../../../strategies/strategy.js';
import { fakeStrategy } from '../../fakes/strategies.js';

const JOB: CopyJob = { route: 'file-to-file', source: 's', destination: 'd', sizeBytes: 1 };

const USAGE: ResourceUsage = {
  cpuUserUs: 1,
  cpuSystemUs: 2,
  voluntarySwitches: 3,
  involuntarySwitches: 4,
  minorFaults: 5,
  majorFaults: 6,
  peakRssBytes: null,
};

/** Keeps the thread busy for a while that no clock can miss. */
function spin(ms: number): void {
  const endNs = process.hrtime.bigint() + BigInt(ms * 1e6);
  while (process.hrtime.bigint() < endNs);
}

describe('a strategy that is timed from outside', () => {
  test.each([
    ['at once', () => spin(3)],
    ['later', () => new Promise<void>((resolve) => setTimeout(() => resolve(spin(3)), 1))],
  ])('and ends %s is asked for exactly one copy', async (_, copy) => {
    const jobs: CopyJob[] = [];
    const strategy = fakeStrategy('scripted', {
      copy: (job) => {
        jobs.push(job);
        return copy();
      },
    });
    const report = await takeSample(strategy, JOB);
    expect(jobs).toEqual([JOB]);
    expect(report.elapsedNs).toBeGreaterThanOrEqual(3e6);
    expect(report.roundTripNs).toBeGreaterThanOrEqual(3e6);
    expect(report.systemCalls).toBeNull();
    expect(report.eventLoopDelayMaxNs).toBeGreaterThanOrEqual(0);
    expect(report.usage!.cpuUserUs + report.usage!.cpuSystemUs).toBeGreaterThan(0);
    expect(copyReportSchema.parse(report)).toEqual(report);
  });

  test('has its event loop watched unless that is left out', async () => {
    const strategy = fakeStrategy('spinning', { copy: () => spin(20) });
    const watched = await takeSample(strategy, JOB);
    expect(watched.eventLoopDelayMaxNs).toBeGreaterThanOrEqual(10e6);
    const unwatched = await takeSample(strategy, JOB, false);
    expect(unwatched.eventLoopDelayMaxNs).toBeNull();
    expect(unwatched.elapsedNs).toBeGreaterThanOrEqual(20e6);
  });

  test('has the time of that copy alone, however often it is asked', async () => {
    let copies = 0;
    const strategy = fakeStrategy('first-slow', { copy: () => spin(copies++ === 0 ? 30 : 0) });
    const slow = await takeSample(strategy, JOB);
    const fast = await takeSample(strategy, JOB);
    expect(slow.elapsedNs).toBeGreaterThanOrEqual(30e6);
    expect(fast.elapsedNs).toBeLessThan(slow.elapsedNs);
  });
});

describe('a strategy that holds its own clock', () => {
  const own = { elapsedNs: 1_234_567, usage: USAGE, systemCalls: 17 };

  test('is believed', async () => {
    const strategy = fakeStrategy('own', { runtime: 'command', copy: () => Promise.resolve(own) });
    const report = await takeSample(strategy, JOB);
    expect(report).toEqual({
      elapsedNs: 1_234_567,
      sentNs: null,
      roundTripNs: expect.any(Number),
      usage: USAGE,
      systemCalls: 17,
      eventLoopDelayMaxNs: null,
    });
    expect(copyReportSchema.parse(report)).toEqual(report);
  });

  test.each([1, 999, 1_000_003, 123_456_789_013, 3_600_000_000_001])(
    'to the nanosecond: %i',
    async (elapsedNs) => {
      const strategy = fakeStrategy('own', {
        runtime: 'command',
        copy: () => ({ elapsedNs, usage: null }),
      });
      const report = await takeSample(strategy, JOB);
      expect(report.elapsedNs).toBe(elapsedNs);
      expect(report.usage).toBeNull();
      expect(report.systemCalls).toBeNull();
    },
  );

  test('and runs in this process has this process’s peak, where it can be told', async () => {
    const strategy = fakeStrategy('native', { runtime: 'native', copy: () => own });
    const { usage } = await takeSample(strategy, JOB);
    expect(usage).toMatchObject({ minorFaults: 5 });
    if (usage?.peakRssBytes !== null) expect(usage?.peakRssBytes).toBeGreaterThan(2 ** 20);
  });
});

describe('a strategy that fails', () => {
  const error = Object.assign(new Error('ENOSPC: no space left on device, write'), {
    errno: -28,
    code: 'ENOSPC',
    syscall: 'write',
  });

  test.each([
    [
      'by throwing',
      () => {
        throw error;
      },
    ],
    ['by rejecting', () => Promise.reject(error)],
  ])('%s fails the sample with that very error', async (_, copy) => {
    for (const runtime of ['javascript', 'native', 'command'] as const) {
      await expect(takeSample(fakeStrategy('failing', { runtime, copy }), JOB)).rejects.toBe(error);
    }
  });

  test('by throwing what is no error fails all the same', async () => {
    const careless = fakeStrategy('careless', {
      // What a careless library does; the harness has to live with it.
      copy: () => Promise.reject('just words'),
    });
    await expect(takeSample(careless, JOB)).rejects.toMatchObject({
      message: expect.stringContaining('just words'),
    });
  });

  test('can be asked again', async () => {
    let failing = true;
    const strategy = fakeStrategy('sometimes', {
      copy: () => {
        if (failing) throw error;
      },
    });
    await expect(takeSample(strategy, JOB)).rejects.toBe(error);
    failing = false;
    expect((await takeSample(strategy, JOB)).elapsedNs).toBeGreaterThan(0);
  });
});
