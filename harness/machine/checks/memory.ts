/** Free memory, and how much of it may be dirty before the kernel acts. */
import { formatSize } from '../../core/units.js';
import { memoryField } from '../proc-files.js';
import { defineCheck, doubt, good, unknown } from './check.js';

/** Source, copy and ballast of the smaller published fixtures. */
const LEAST_BYTES = 1e9;

export default defineCheck({
  name: 'memory',
  label: 'free memory',
  why: 'Source and copy have to stay in memory together, and dirty pages above the limits are written back, or their writers slowed, during a copy.',
  look({ files }) {
    const available = memoryField('MemAvailable', files.read('/proc/meminfo'));
    if (available === null) return unknown('/proc/meminfo does not tell');
    const limit = (name: string): number | null => {
      const bytes = files.number(`/proc/sys/vm/${name}_bytes`);
      const ratio = files.number(`/proc/sys/vm/${name}_ratio`);
      if (bytes) return bytes;
      return ratio === null ? null : (available * ratio) / 100;
    };
    const [background, hard] = [limit('dirty_background'), limit('dirty')];
    const limits =
      background === null || hard === null
        ? 'dirty limits unknown'
        : `writeback from ${formatSize(background)} dirty, writers slowed from ${formatSize(hard)}`;
    const value = `${formatSize(available)} available; ${limits}`;
    if (available >= LEAST_BYTES) return good(value);
    return doubt(value, 'Free some memory, or choose smaller --sizes.');
  },
});
