/** A thread whose CPUs are set as a kernel with a cpuset does it: what is not allowed is left out without a word. */
import type { CpuBinding } from '../../harness/measure/affinity.js';

export interface FakeCpus extends CpuBinding {
  /** Every list it was set to. */
  readonly seen: number[][];
}

/**
 * @param allowed by the cpuset
 * @param now where the thread may run at first
 */
export function fakeCpus(allowed: readonly number[], now: readonly number[] = allowed): FakeCpus {
  let current = [...now];
  const seen: number[][] = [];
  return {
    seen,
    affinity: () => current,
    setAffinity: (cpus) => {
      const kept = allowed.filter((cpu) => cpus.includes(cpu));
      if (kept.length === 0) throw Object.assign(new Error('EINVAL'), { code: 'EINVAL' });
      seen.push([...cpus]);
      current = kept;
    },
  };
}
