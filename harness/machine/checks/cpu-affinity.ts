/** On which CPUs this process may run (proc_pid_status(5)). */
import { defineCheck, doubt, good, note, unknown } from './check.js';
import { countOf } from '../../core/cpu-list.js';

export default defineCheck({
  name: 'cpu-affinity',
  label: 'CPUs allowed',
  why: 'Worker, receiver and the thread pool share the CPUs that are allowed; with a single one a pipeline never overlaps.',
  look({ files }) {
    const allowed = /^Cpus_allowed_list:\s+(\S+)$/m.exec(
      files.read('/proc/self/status') ?? '',
    )?.[1];
    const online = files.read('/sys/devices/system/cpu/online');
    if (allowed === undefined || countOf(allowed) === null)
      return unknown('/proc/self/status does not tell');
    const value = online === null ? allowed : `${allowed} of ${online} online`;
    if (countOf(allowed) === 1)
      return doubt(value, 'Allow two CPUs at least: the two ends of a socket take turns on one.');
    const isNarrowed = online !== null && countOf(allowed) !== countOf(online);
    return isNarrowed ? note(value) : good(value);
  },
});
