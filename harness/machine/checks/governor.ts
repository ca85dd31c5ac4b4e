/** Which governor sets the frequency of the CPUs (Documentation/admin-guide/pm/cpufreq.rst). */
import { defineCheck, doubt, good, note, unknown } from './check.js';

const CPUS = '/sys/devices/system/cpu';

export default defineCheck({
  name: 'governor',
  label: 'CPU governor',
  why: 'A governor that saves power raises the frequency only while a copy already runs, so short copies are timed at a low one.',
  look({ files }) {
    if (files.isHidden(CPUS)) return unknown(`${CPUS} cannot be read`);
    const found = files
      .list(CPUS)
      .filter((name) => /^cpu\d+$/.test(name))
      .map((name) => files.read(`${CPUS}/${name}/cpufreq/scaling_governor`))
      .filter((governor) => governor !== null);
    const governors = [...new Set(found)];
    if (governors.length === 0) return unknown('no CPU has a cpufreq folder, as in most guests');
    const value = governors.join(', ');
    if (value === 'performance') return good(value);
    const remedy =
      'Choose the governor `performance`, as with `cpupower frequency-set -g performance`.';
    return governors.includes('powersave') && !drivesItself(files.read(driverOf))
      ? doubt(value, remedy)
      : note(value, remedy);
  },
});

const driverOf = `${CPUS}/cpu0/cpufreq/scaling_driver`;

/** Under these drivers `powersave` leaves the frequency to the processor, which raises it at once. */
function drivesItself(driver: string | null): boolean {
  return driver === 'intel_pstate' || driver === 'amd-pstate-epp';
}
