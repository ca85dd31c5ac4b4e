/** A limit: writing so many bytes to the device, past the page cache, and waiting until they are there. */
import { onDevice } from './shapes/on-device.js';
import { nativeStrategy } from './shapes/native-copier.js';

export default onDevice(
  'destination',
  nativeStrategy({
    name: 'disk-write',
    label: 'sequential write to the device',
    summary: 'write(2) with O_DIRECT to a new file, 1 MiB at a time, and fdatasync(2).',
    copier: 'disk-write',
    class: 'bound',
    leaves: 'none',
    limit: 'device-write',
    copiesPerByte: 0,
  }),
);
