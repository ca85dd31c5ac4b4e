/** A limit on CPU time by control groups: after its quota a process waits for the next period. */
import { groupFiles, hiddenGroups } from '../cgroup.js';
import { defineCheck, doubt, good, unknown } from './check.js';

export default defineCheck({
  name: 'container-cpu',
  label: 'container: CPU',
  why: 'A copy that has used its quota stands still until the next period, some 100 ms later.',
  look({ files }) {
    const hidden = hiddenGroups(files);
    if (hidden !== null) return unknown(`${hidden} cannot be read`);
    const { v1: quotas, v2 } = groupFiles(files, 'cpu', { v1: 'cpu.cfs_quota_us', v2: 'cpu.max' });
    const { v1: periods } = groupFiles(files, 'cpu', { v1: 'cpu.cfs_period_us', v2: 'cpu.max' });
    // `max` is no number, and version 1 writes -1.
    const shares = [...v2, ...quotas.map((quota, i) => `${quota} ${periods[i]}`)]
      .map((text) => text.split(' ').map(Number))
      .filter(([quota = 0, period = 0]) => quota > 0 && period > 0)
      .map(([quota = 0, period = 0]) => quota / period)
      .filter(Number.isFinite);
    if (shares.length === 0) return good('no limit');
    return doubt(
      `${Number(Math.min(...shares).toFixed(2))} CPUs`,
      'Measure without a CPU quota; choose CPUs with taskset or a cpuset instead.',
    );
  },
});
