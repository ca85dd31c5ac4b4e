/** A limit: reading the source from its device, past the page cache. */
import { onDevice } from './shapes/on-device.js';
import { nativeStrategy } from './shapes/native-copier.js';

export default onDevice(
  'source',
  nativeStrategy({
    name: 'disk-read',
    label: 'sequential read of the device',
    summary: 'read(2) of the source with O_DIRECT, 1 MiB at a time: what its device takes for it.',
    copier: 'disk-read',
    class: 'bound',
    leaves: 'none',
    limit: 'device-read',
    copiesPerByte: 0,
  }),
);
