/** Whether this is a virtual machine. */
import { describeVirtualisation } from '../virtualisation.js';
import { defineCheck, good, note, unknown } from './check.js';

export default defineCheck({
  name: 'virtual-machine',
  label: 'virtual machine',
  why: "The host's page cache, its other guests and its memory are not seen from here: cold means cold for the guest alone.",
  look({ files }) {
    if (files.read('/proc/cpuinfo') === null) return unknown('/proc/cpuinfo cannot be read');
    // Other architectures list no such flag; their firmware may still name a hypervisor.
    const found =
      describeVirtualisation(files) ??
      files.read('/sys/hypervisor/type') ??
      files.read('/proc/device-tree/hypervisor/compatible');
    if (found === null) return good('none seen');
    return note(found, 'For figures that hold elsewhere, measure on the machine itself.');
  },
});
