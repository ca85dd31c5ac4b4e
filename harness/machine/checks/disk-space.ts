/** Room on the filesystem under test. */
import { statfs } from 'node:fs/promises';
import { formatPercent, formatSize } from '../../core/units.js';
import { defineCheck, doubt, good, unknown } from './check.js';

/** Allocation searches longer in a filesystem that is nearly full. */
const NEARLY_FULL = 0.05;
/** The largest published fixture and a copy of it. */
const LEAST_BYTES = 2e9;

export default defineCheck({
  name: 'disk-space',
  label: 'disk space',
  why: 'Fixtures and copies need room, and a nearly full filesystem searches longer for it and scatters what it finds.',
  async look({ directory }) {
    const { bavail, blocks, bsize } = await statfs(directory);
    if (blocks === 0) return unknown('this filesystem does not count its blocks');
    const value = `${formatSize(bavail * bsize)} free (${formatPercent(bavail / blocks)})`;
    if (bavail * bsize >= LEAST_BYTES && bavail / blocks >= NEARLY_FULL) return good(value);
    return doubt(value, 'Free some space, or name another filesystem with --dir.');
  },
});
