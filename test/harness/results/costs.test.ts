/** What samples say of cost, and what they do not. */
import { expect, test } from 'vitest';
import type { Sample } from '../../../harness/measure/sample.js';
import { costsOf } from '../../../harness/results/costs.js';
import { fakeSample } from '../../fakes/samples.js';

const LONG_NS = 100e6;
const samplesOf = (...changes: Partial<Sample>[]): Sample[] =>
  changes.map((change, index) => fakeSample('one', index + 1, LONG_NS, change));

test('CPU time by halves is a mean, since it is told apart at ticks; delays and extents are medians', () => {
  const samples = samplesOf(
    { cpuUserUs: 10, cpuSystemUs: 100, eventLoopDelayMaxNs: 7, sharedBytes: null, extents: 2 },
    { cpuUserUs: 0, cpuSystemUs: 330, eventLoopDelayMaxNs: 9, sharedBytes: 4096 },
    { cpuUserUs: 20, cpuSystemUs: 200, eventLoopDelayMaxNs: 8, sharedBytes: null, extents: 4 },
  );
  expect(costsOf(samples, LONG_NS)).toEqual({
    cpuUserUs: 10,
    cpuSystemUs: 210,
    eventLoopDelayMaxNs: 8,
    sharedBytes: 4096,
    extents: 3,
  });
});

test('what no sample knows is absent, never nothing', () => {
  expect(costsOf(samplesOf({ sharedBytes: null }), LONG_NS)).toEqual({});
});

test('the whole machine is a mean over copies that are long enough for its ticks', () => {
  const samples = samplesOf(
    { machineCpu: { userMs: 10, systemMs: 90, softirqMs: 0 }, stealMs: 0 },
    { machineCpu: { userMs: 0, systemMs: 110, softirqMs: 10 }, stealMs: 30 },
    { stealMs: null },
  );
  expect(costsOf(samples, 50e6).machineCpu).toEqual({
    userMs: 5,
    systemMs: 100,
    softirqMs: 5,
    stealMs: 15,
  });
  expect(costsOf(samples, 49e6)).not.toHaveProperty('machineCpu');
});

test('where nobody knows what was stolen, that alone is unknown', () => {
  const machineCpu = { userMs: 1, systemMs: 2, softirqMs: 3 };
  const [sample] = samplesOf({ machineCpu, stealMs: null });
  expect(costsOf([sample!], LONG_NS).machineCpu).toEqual({ ...machineCpu, stealMs: null });
});
