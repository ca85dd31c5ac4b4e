/** Who may count what the kernel and the CPU do (perf_event_open(2)). */
import { defineCheck, good, note, unknown } from './check.js';

const SOURCES = '/sys/bus/event_source/devices';

export default defineCheck({
  name: 'perf-events',
  label: 'perf events',
  why: 'With them a report can say why a strategy is slow; they change no time.',
  look({ files }) {
    const paranoid = files.number('/proc/sys/kernel/perf_event_paranoid');
    if (paranoid === null) return unknown('this kernel has no perf events, or /proc/sys is masked');
    const value = `perf_event_paranoid ${paranoid}; ${counters(files.list(SOURCES))}`;
    // Copies happen in the kernel, and counting there takes 1 or less (perf_event_open(2)).
    if (paranoid <= 1) return good(value);
    return note(value, 'Set the sysctl kernel.perf_event_paranoid to 1 or less, or run as root.');
  },
});

/** @param sources names of what can count; those of the kernel alone are always among them, unless /sys is masked */
function counters(sources: readonly string[]): string {
  if (sources.length === 0) return `${SOURCES} cannot be read`;
  const hasHardware = sources.some((name) => /^(cpu|armv\w+)$/.test(name));
  return hasHardware ? 'hardware counters' : 'no hardware counters, as in most guests';
}
