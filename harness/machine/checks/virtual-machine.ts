/** Whether this is a virtual machine. */
import { describeVirtualisation } from '../virtualisation.js';
import { defineCheck, good, note, unknown } from './check.js';

export default defineCheck({
  name: 'virtual-machine',
  label: 'virtual machine',
  why: "The host's page cache, its other guests and its memory are not seen from here: cold means cold for the guest alone.",
  look({ files }) {
    const found = describeVirtualisation(files);
    if (found !== null)
      return note(found, 'For figures that hold elsewhere, measure on the machine itself.');
    return files.read('/proc/cpuinfo')
      ? good('none seen')
      : unknown('/proc/cpuinfo cannot be read');
  },
});
