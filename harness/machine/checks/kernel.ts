/** Whether the kernel is Linux itself, or something that answers in its place: WSL, gVisor. */
import os from 'node:os';
import { defineCheck, doubt, good, note, unknown } from './check.js';

/** What gVisor's sentry calls itself, whatever the host runs (pkg/sentry/kernel/version.go). */
const GVISOR = '#1 SMP Sun Jan 10 15:06:54 PST 2016';

export default defineCheck({
  name: 'kernel',
  label: 'kernel',
  why: 'A copy is made by the kernel: under WSL 1 or gVisor another program plays its part, and under WSL 2 files of Windows come over a network filesystem.',
  look({ files }) {
    const version = files.read('/proc/version');
    if (version === null) {
      return os.platform() === 'linux'
        ? unknown('/proc/version cannot be read')
        : good(os.platform());
    }
    const value = version.split(' ').slice(0, 3).join(' ');
    if (version.includes(GVISOR))
      return doubt(
        `gVisor (${value})`,
        'Measure outside of gVisor: its own file server copies, not Linux.',
      );
    if (/microsoft/i.test(version)) {
      return version.includes('WSL2')
        ? note(`WSL 2 (${value})`, 'Stay off /mnt/c and its like: those are files of Windows.')
        : doubt(`WSL 1 (${value})`, 'Measure under WSL 2 or Linux: WSL 1 translates system calls.');
    }
    return good(value);
  },
});
