/** Whether the CPUs may run above their base frequency for a while. */
import { defineCheck, good, note, unknown } from './check.js';

const CPUS = '/sys/devices/system/cpu';
const REMEDY =
  'For steadier times switch it off: write 1 to intel_pstate/no_turbo or 0 to cpufreq/boost.';

export default defineCheck({
  name: 'turbo',
  label: 'CPU turbo',
  why: 'With turbo the frequency depends on heat and on how many cores are busy, so a copy becomes slower as a run goes on.',
  look({ files }) {
    if (files.isHidden(CPUS)) return unknown(`${CPUS} cannot be read`);
    const noTurbo = files.number(`${CPUS}/intel_pstate/no_turbo`);
    const boost = files.number(`${CPUS}/cpufreq/boost`);
    if (noTurbo === null && boost === null) return unknown('no switch for it, as in most guests');
    return noTurbo === 1 || boost === 0 ? good('off') : note('on', REMEDY);
  },
});
