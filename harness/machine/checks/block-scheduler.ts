/** How the kernel orders requests to the disk under test. */
import { blockDeviceOf, mountOf } from '../mounts.js';
import { defineCheck, good, note, unknown } from './check.js';

export default defineCheck({
  name: 'block-scheduler',
  label: 'block device',
  why: 'Cold and durable copies wait for the device: its scheduler, its read-ahead and whether it rotates decide how long.',
  look({ directory, files }) {
    const mount = mountOf(directory, files.read('/proc/self/mountinfo'));
    if (!mount) return unknown('/proc/self/mountinfo does not tell');
    const { scheduler, readAheadKib, rotational } = blockDeviceOf(mount, files);
    if (scheduler === null)
      return unknown(
        files.isHidden('/sys/dev')
          ? '/sys/dev cannot be read'
          : 'no block device of its own is seen',
      );
    const turning = rotational ? 'rotating, or said to be' : 'not rotating';
    const value = `${mount.device}: ${scheduler}, read-ahead ${readAheadKib} KiB, ${turning}`;
    if (!['bfq', 'cfq'].includes(scheduler)) return good(value);
    return note(value, 'It favours some processes over others: choose mq-deadline or none.');
  },
});
