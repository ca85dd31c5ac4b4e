/** Options of the mount under test that change what a copy does. */
import { mountOf } from '../mounts.js';
import { defineCheck, doubt, good, note, unknown } from './check.js';

const COMPRESSION =
  'Fixtures cannot be compressed, and trying costs time: mount it without compress for figures of copying alone.';
const SYNC = 'Every write waits for the disk. Mount it without sync, unless that is the question.';
const DAX = 'There is no page cache here: warm and cold mean nothing.';
const DISCARD =
  'Deleted copies are given back to the device at once; a daily fstrim(8) costs no copy anything.';

export default defineCheck({
  name: 'mount-options',
  label: 'mount options',
  why: 'Compression, dax, synchronous writes and online discard change what a copy costs; access times add a write to a read.',
  look({ directory, files }) {
    const mount = mountOf(directory, files.read('/proc/self/mountinfo'));
    if (!mount) return unknown('/proc/self/mountinfo does not tell');
    const options = mount.options.split(',');
    const has = (pattern: RegExp): boolean => options.some((option) => pattern.test(option));
    if (has(/^compress(-force)?(=(?!no\b|none\b).*)?$/)) return doubt(mount.options, COMPRESSION);
    if (has(/^(dax|dax=always)$/)) return doubt(mount.options, DAX);
    if (has(/^(sync|dirsync)$/)) return doubt(mount.options, SYNC);
    if (has(/^discard(=sync)?$/)) return note(mount.options, DISCARD);
    if (has(/^strictatime$/)) return note(mount.options, 'Mount it with relatime or noatime.');
    return good(mount.options);
  },
});
