/** A process is started on its CPUs, and the thread that starts it is where it was afterwards. */
import { describe, expect, test } from 'vitest';
import { allowedCpus, startedOn } from '../../../harness/measure/affinity.js';
import { fakeCpus } from '../../fakes/cpus.js';

function fail(): never {
  throw new Error('no such program');
}

describe('starting a process on CPUs', () => {
  test('happens there, and nothing else does', () => {
    const cpus = fakeCpus([0, 1, 2, 3]);
    expect(startedOn([1, 3], () => [...cpus.affinity()], cpus)).toEqual([1, 3]);
    expect(cpus.affinity()).toEqual([0, 1, 2, 3]);
  });

  test('leaves the thread where it was, however the start ends', () => {
    const cpus = fakeCpus([0, 1, 2, 3], [0, 2]);
    expect(() => startedOn([1], fail, cpus)).toThrow('no such program');
    expect(cpus.affinity()).toEqual([0, 2]);
  });

  test('changes nothing where no CPU is named', () => {
    const cpus = fakeCpus([0, 1]);
    expect(startedOn(undefined, () => 'started', cpus)).toBe('started');
    expect(cpus.seen).toEqual([]);
  });

  test('does not start it where the CPUs cannot be set', () => {
    const cpus = fakeCpus([0, 1]);
    let started = false;
    expect(() => startedOn([7], () => (started = true), cpus)).toThrow('EINVAL');
    expect(started).toBe(false);
  });
});

describe('the CPUs that may be chosen', () => {
  test.each([
    { what: 'all of them', allowed: [0, 1, 2], wanted: [0, 2], found: [0, 1, 2] },
    { what: 'those the cpuset allows', allowed: [0, 1], wanted: [1, 5], found: [0, 1] },
    { what: 'those of now, and no others', allowed: [0, 1], wanted: [8, 9], found: [0, 1] },
  ])('are $what', ({ allowed, wanted, found }) => {
    const cpus = fakeCpus(allowed);
    expect(allowedCpus(wanted, cpus)).toEqual(found);
    expect(cpus.affinity()).toEqual(allowed);
  });

  test('may be more than where this process runs now', () => {
    const cpus = fakeCpus([0, 1, 2, 3], [2]);
    expect(allowedCpus([0, 1], cpus)).toEqual([0, 1, 2]);
    expect(cpus.affinity()).toEqual([2]);
  });
});
