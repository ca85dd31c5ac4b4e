/** Whether somebody else is at work (proc_loadavg(5)). */
import { defineCheck, doubt, good, unknown } from './check.js';

/** Load above this share of the CPUs before anything was measured means that somebody else is at work. */
const BUSY_SHARE = 0.5;

export default defineCheck({
  name: 'load',
  label: 'load',
  why: 'Other programs take CPU time, memory bandwidth and disk from the copies.',
  look({ files }) {
    const load = Number.parseFloat(files.read('/proc/loadavg') ?? '');
    const cpus = (files.read('/proc/stat') ?? '').match(/^cpu\d+ /gm)?.length ?? 0;
    if (!Number.isFinite(load) || cpus === 0)
      return unknown('/proc/loadavg or /proc/stat cannot be read');
    const value = `${load.toFixed(2)} on ${cpus} ${cpus === 1 ? 'CPU' : 'CPUs'}`;
    if (load <= cpus * BUSY_SHARE) return good(value);
    return doubt(value, 'End what else runs here, wait a minute and measure again.');
  },
});
