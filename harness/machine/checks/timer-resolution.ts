/** How finely time can be told, and by which clock. */
import { formatDuration } from '../../core/units.js';
import { defineCheck, doubt, good } from './check.js';

const READINGS = 2000;
/** The shortest copies take some 50 us; a step of a hundredth of that is none of their business. */
const FINE_ENOUGH_NS = 500;
/** Clocks that are read without leaving the process. */
const FAST_SOURCES = ['tsc', 'kvm-clock', 'hyperv_clocksource_tsc_page', 'arch_sys_counter'];

export default defineCheck({
  name: 'timer-resolution',
  label: 'clock',
  why: 'A clock that is read by a system call, or goes in large steps, is part of every short copy.',
  look({ files }) {
    const source = files.read('/sys/devices/system/clocksource/clocksource0/current_clocksource');
    const step = smallestStepNs();
    const value = `${source ?? 'source unknown'}, steps of ${formatDuration(step)}`;
    const isFast = source === null || FAST_SOURCES.includes(source);
    if (isFast && step <= FINE_ENOUGH_NS) return good(value);
    return doubt(
      value,
      'Choose the clock source tsc if the kernel trusts it, or leave out sizes below 1 MB.',
    );
  },
});

/** The smallest difference between two readings that differ, nanoseconds. */
function smallestStepNs(): number {
  let smallest = Infinity;
  let last = process.hrtime.bigint();
  for (let i = 0; i < READINGS; i++) {
    const now = process.hrtime.bigint();
    if (now > last) smallest = Math.min(smallest, Number(now - last));
    last = now;
  }
  return smallest;
}
