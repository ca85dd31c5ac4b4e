/** Which CPUs are two threads of one core. */
import { countOf } from '../../core/cpu-list.js';
import { defineCheck, good, note, unknown } from './check.js';

const CPUS = '/sys/devices/system/cpu';

export default defineCheck({
  name: 'smt',
  label: 'SMT siblings',
  why: 'Two threads of one core share its caches: sender and receiver on siblings are slower than on two cores.',
  look({ files }) {
    const siblings = files
      .list(CPUS)
      .filter((name) => /^cpu\d+$/.test(name))
      .map((name) => files.read(`${CPUS}/${name}/topology/thread_siblings_list`))
      .filter((list) => list !== null);
    const cores = [...new Set(siblings)];
    if (cores.length === 0) return unknown(`${CPUS} does not tell`);
    const shared = cores.filter((list) => (countOf(list) ?? 1) > 1);
    // A guest is told what its host wants it to know: both may be one core of the host.
    if (shared.length === 0) return good('none seen');
    return note(shared.join(' '), 'Choose CPUs of different cores with taskset or a cpuset.');
  },
});
