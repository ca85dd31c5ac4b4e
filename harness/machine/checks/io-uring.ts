/** Whether programs may use io_uring (Documentation/admin-guide/sysctl/kernel.rst). */
import { defineCheck, good, note, unknown } from './check.js';

const MEANINGS = [
  'allowed',
  'for privileged processes and the group io_uring_group only',
  'switched off',
];

export default defineCheck({
  name: 'io-uring',
  label: 'io_uring',
  why: 'Where it is refused, programs that would use it, Node among them, take another way.',
  look({ files }) {
    const disabled = files.number('/proc/sys/kernel/io_uring_disabled');
    // The switch came with Linux 6.6; seccomp may refuse io_uring all the same, as it does in containers.
    if (disabled === null)
      return unknown(
        files.isHidden('/proc/sys/kernel')
          ? '/proc/sys/kernel cannot be read'
          : 'no sysctl kernel.io_uring_disabled, so before Linux 6.6',
      );
    const filtered = /^Seccomp:\s+2$/m.test(files.read('/proc/self/status') ?? '');
    const value = `${MEANINGS[disabled] ?? disabled}${filtered ? ', and a seccomp filter is active' : ''}`;
    return disabled === 0 && !filtered ? good(value) : note(value);
  },
});
