/** Whether the host of a virtual machine takes free memory back (virtio balloon). */
import { hasFreePageReporting } from '../virtualisation.js';
import { defineCheck, good, note, unknown } from './check.js';

const DRIVER = '/sys/bus/virtio/drivers/virtio_balloon';

export default defineCheck({
  name: 'host-memory',
  label: 'memory kept by the host',
  why: 'Memory that was handed back has to be provided again before it can be written: copies then have two speeds.',
  look({ files }) {
    const hasBalloon = files.list(DRIVER).some((name) => name.startsWith('virtio'));
    const reports = hasFreePageReporting(DRIVER, files);
    if (reports === null) return unknown('/sys/bus cannot be read');
    if (reports)
      return note(
        'free pages are reported to the host',
        'Keep --ballast auto, which holds memory backed.',
      );
    return hasBalloon ? note('a balloon, without reporting of free pages') : good('no balloon');
  },
});
