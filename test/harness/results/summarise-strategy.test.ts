/** What becomes of the figures that only some routes have. */
import { describe, expect, test } from 'vitest';
import { summariseStrategy } from '../../../harness/results/summarise-strategy.js';
import type { Sample } from '../../../harness/measure/sample.js';
import { fakeSample } from '../../fakes/samples.js';
import { fakeStrategy } from '../../fakes/strategies.js';

const strategy = fakeStrategy('both', {
  routes: ['file-to-file', 'file-to-socket'],
  copiesPerByte: { 'file-to-file': 2, 'file-to-socket': 3 },
});

/** Samples of 100 ms over 1 GB, with one change each. */
const samplesOf = (...changes: Partial<Sample>[]): Sample[] =>
  changes.map((change, index) => fakeSample('both', index + 1, 100e6, { bytes: 1e9, ...change }));

describe('copies per byte', () => {
  test('are those of the route', () => {
    const samples = samplesOf({}, {});
    expect(summariseStrategy(strategy, samples, 'file-to-file').copiesPerByte).toBe(2);
    expect(summariseStrategy(strategy, samples, 'file-to-socket').copiesPerByte).toBe(3);
    expect(summariseStrategy(strategy, samples, 'socket-to-file').copiesPerByte).toBeNull();
  });
});

describe('the time until the sender was done', () => {
  test('is a median of what is known', () => {
    const samples = samplesOf({ sentNs: 10 }, { sentNs: 30 }, { sentNs: 20 });
    expect(summariseStrategy(strategy, samples, 'file-to-socket').sentNs).toBe(20);
    expect(summariseStrategy(strategy, samplesOf({}), 'file-to-file').sentNs).toBeNull();
  });
});

describe('CPU time of the whole machine', () => {
  test('is a mean, since one sample is counted in ticks', () => {
    const samples = samplesOf({ machineCpuMs: 0 }, { machineCpuMs: 10 }, { machineCpuMs: 20 });
    expect(summariseStrategy(strategy, samples, 'file-to-socket').machineCpuNsPerByte).toBe(0.01);
  });

  test('is not told of copies in which ticks and the harness itself would drown it', () => {
    const samples = [1, 2].map((round) => fakeSample('both', round, 49e6, { machineCpuMs: 50 }));
    expect(summariseStrategy(strategy, samples, 'file-to-socket').machineCpuNsPerByte).toBeNull();
  });

  test('is not told where nobody knows it', () => {
    const samples = samplesOf({ machineCpuMs: null });
    expect(summariseStrategy(strategy, samples, 'file-to-socket').machineCpuNsPerByte).toBeNull();
  });
});

test('what a program says of itself stands in its record, and nothing where it says nothing', () => {
  const samples = samplesOf({});
  expect(summariseStrategy(strategy, samples, 'file-to-file', 'Java 17')).toMatchObject({
    version: 'Java 17',
  });
  expect(summariseStrategy(strategy, samples, 'file-to-file')).not.toHaveProperty('version');
});
