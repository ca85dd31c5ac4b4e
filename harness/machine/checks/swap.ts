/** Whether memory has been swapped out (proc_meminfo(5)). */
import { formatSize } from '../../core/units.js';
import { memoryField } from '../proc-files.js';
import { defineCheck, doubt, good, note, unknown } from './check.js';

/** A few pages that were never wanted again say nothing. */
const WORTH_A_DOUBT_BYTES = 64e6;

export default defineCheck({
  name: 'swap',
  label: 'swap',
  why: 'A copy fills the page cache; with swap the kernel may write out the memory of programs to make room, in the middle of one.',
  look({ files }) {
    const meminfo = files.read('/proc/meminfo');
    const total = memoryField('SwapTotal', meminfo);
    const free = memoryField('SwapFree', meminfo);
    if (total === null || free === null) return unknown('/proc/meminfo does not tell');
    if (total === 0) return good('none');
    const value = `${formatSize(total - free)} of ${formatSize(total)} used`;
    if (total - free < WORTH_A_DOUBT_BYTES) return note(value);
    return doubt(value, 'Free some memory, then `swapoff -a && swapon -a` to bring it back in.');
  },
});
