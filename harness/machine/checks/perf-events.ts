/** Who may count what the kernel and the CPU do (perf_event_open(2)). */
import { defineCheck, good, note, unknown } from './check.js';

export default defineCheck({
  name: 'perf-events',
  label: 'perf events',
  why: 'With them a report can say why a strategy is slow; they change no time.',
  look({ files }) {
    const paranoid = files.number('/proc/sys/kernel/perf_event_paranoid');
    if (paranoid === null) return unknown('this kernel has no perf events, or /proc/sys is masked');
    const hardware = files
      .list('/sys/bus/event_source/devices')
      .some((name) => /^(cpu|armv\w+)$/.test(name));
    const counters = hardware ? 'hardware counters' : 'no hardware counters, as in most guests';
    const value = `perf_event_paranoid ${paranoid}; ${counters}`;
    // Copies happen in the kernel, and counting there takes 1 or less (perf_event_open(2)).
    if (paranoid <= 1) return good(value);
    return note(value, 'Set the sysctl kernel.perf_event_paranoid to 1 or less, or run as root.');
  },
});
